"""What this floor tells the floors above; sent after commit."""

from django.dispatch import Signal

# Sent with attempt_id: int, when an attempt has its score, and again when a correction gave it another.
attempt_finalised = Signal()

# Sent with attempt_ids: list[int], when results that waited for an approval are shown.
results_released = Signal()

# Sent with attempt_id: int, actor_id: int | None, reason: str, when a further score of a passed attempt fails, and
# when an attempt becomes void.
pass_withdrawn = Signal()

# A question, the only one: sent with attempt_id: int before an attempt becomes void. Each floor that hears it answers
# with a list of exams.domain.resting.Resting, what rests on that attempt.
resting_asked = Signal()
