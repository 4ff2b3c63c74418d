"""What this floor tells the floors above; sent after commit."""

from django.dispatch import Signal

# Sent with attempt_id: int, when an attempt has its score, and again when a correction gave it another.
attempt_finalised = Signal()
