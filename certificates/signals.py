"""What this floor tells the floors above; sent after commit."""

from django.dispatch import Signal

# Sent with certificate_id: int, when a certificate was awarded, and again when it was revoked.
certificate_changed = Signal()
