"""Models of the kernel."""

from core.models.audit_event import AuditEvent, AuditHead
from core.models.job import Job, JobState

__all__ = ["AuditEvent", "AuditHead", "Job", "JobState"]
