"""What this floor tells the floors above; sent after commit."""

from django.dispatch import Signal

# Sent without arguments, when employments began, moved, ended or were taken back, of a whole roster.
employments_changed = Signal()
