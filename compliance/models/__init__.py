"""Models of the compliance floor."""

from compliance.models.exemption import Exemption
from compliance.models.report import ReportRun
from compliance.models.requirement import Requirement

__all__ = ["Exemption", "ReportRun", "Requirement"]
