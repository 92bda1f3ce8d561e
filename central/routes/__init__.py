"""The platform's operations, one router a subject; `docs/protocol.md` describes them all."""
