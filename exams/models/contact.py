"""When the device of an attempt was last heard."""

from django.db import models

from exams.models.attempt import Attempt


class Contact(models.Model):
    """The last time that the device with the pen of one attempt was heard. Written over; what is proof is elsewhere.

    The row begins when the paper is opened. Signs of life move it, at most once in some seconds; answers move it by a
    trigger of the database, so that saving stays two statements and no way to save forgets it.
    """

    attempt = models.OneToOneField(Attempt, on_delete=models.CASCADE, primary_key=True, related_name="contact")
    heard_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.heard_at:%H:%M:%S}"
