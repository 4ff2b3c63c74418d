"""Models of the compliance floor."""

from compliance.models.report import ReportRun
from compliance.models.requirement import Exemption, Requirement

__all__ = ["Exemption", "ReportRun", "Requirement"]
