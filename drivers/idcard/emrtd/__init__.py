"""Passports and travel permits (eMRTD, ICAO 9303): opened with what is printed on them, read, and authenticated.

What goes wrong inside; outside everything is a `CardError` with a fault of this package:

ValueError
├── TlvError              bytes of a file or an answer that do not add up
├── SecurityObjectError   an EF.SOD that cannot be understood
├── UnsupportedError      a signature, key or curve that is not judged here
├── ForgedError           it was judged, and does not hold
└── ChainError            no trusted certificate vouches for the signer
"""
