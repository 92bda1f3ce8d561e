"""The reference platform that terminals sync with: enrolment, published documents, intake, receipts, heartbeats.

`docs/protocol.md` describes the wire for whoever writes another platform; `python -m central` starts this one.
"""
