"""What can be wrong with something that came over the wire.

ProtocolError
├── MalformedError      not what the protocol describes
├── SignatureError      an unknown key, a revoked key, or a signature that does not hold
└── SealError           it cannot be opened: other key, other header, changed bytes
"""


class ProtocolError(Exception):
    """Base of all; the text names the cause and holds no residents' data."""


class MalformedError(ProtocolError):
    pass


class SignatureError(ProtocolError):
    pass


class SealError(ProtocolError):
    pass
