"""What this floor tells the floors above; sent after commit."""

from django.dispatch import Signal

# Sent without arguments, when employments began, moved or ended: of one person or of a whole roster.
employments_changed = Signal()
