"""What this floor tells the floors above; sent after commit."""

from django.dispatch import Signal

# Sent with enrolment_id: int, when a course was completed.
course_completed = Signal()
