"""Codes of the certificates floor."""

from enum import StrEnum


class CertificateState(StrEnum):
    """Pending until its file is made; held when a glyph is missing; issued; or revoked."""

    PENDING = "pending"
    HELD = "held"
    ISSUED = "issued"
    REVOKED = "revoked"


class Standing(StrEnum):
    """What a certificate is worth on a day."""

    VALID = "valid"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    REVOKED = "revoked"
