"""What follows from a person choosing a password."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from django.dispatch import receiver

from core import audit, clock
from people.models import User


@receiver([password_changed, password_set, password_reset])
def end_the_duty(sender: type, user: User, **kwargs: Any) -> None:
    """Let the person go on: the password is now known to nobody else."""
    if user.must_change_password:
        User.objects.filter(pk=user.pk).update(must_change_password=False)
        user.must_change_password = False
    audit.record(action="people.password_changed", actor=user, target=user, at=clock.now())
