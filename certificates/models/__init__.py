"""Models of the certificates floor."""

from certificates.models.certificate import Certificate, Revocation, Series
from certificates.models.credential import Credential

__all__ = ["Certificate", "Credential", "Revocation", "Series"]
