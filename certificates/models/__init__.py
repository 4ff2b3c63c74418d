"""Models of the certificates floor."""

from certificates.models.batch import CertificateBatch
from certificates.models.certificate import Certificate, Revocation, Series
from certificates.models.credential import Credential
from certificates.models.proposal import RevocationProposal

__all__ = ["Certificate", "CertificateBatch", "Credential", "Revocation", "RevocationProposal", "Series"]
