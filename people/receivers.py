"""What follows from a person choosing a password, or linking a company identity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.socialaccount.signals import social_account_added, social_account_removed
from django.dispatch import receiver

from core import audit, clock
from people.models import User

if TYPE_CHECKING:  # its models may be imported only while company sign-on is on
    from allauth.socialaccount.models import SocialAccount, SocialLogin
    from django.http import HttpRequest


@receiver([password_changed, password_set, password_reset])
def end_the_duty(sender: type, user: User, **kwargs: Any) -> None:
    """Let the person go on: the password is now known to nobody else."""
    if user.must_change_password:
        User.objects.filter(pk=user.pk).update(must_change_password=False)
        user.must_change_password = False
    audit.record(action="people.password_changed", actor=user, target=user, at=clock.now())


@receiver(social_account_added)
def note_link(sender: type, request: HttpRequest, sociallogin: SocialLogin, **kwargs: Any) -> None:
    """Put on record that a company identity may open the account from now on."""
    data = {"way": sociallogin.account.provider, "uid": sociallogin.account.uid}
    audit.record(
        action="people.sign_on_linked", actor=request.user, target=sociallogin.user, at=clock.now(), data=data
    )


@receiver(social_account_removed)
def note_unlink(sender: type, request: HttpRequest, socialaccount: SocialAccount, **kwargs: Any) -> None:
    """Put on record that it may no longer."""
    data = {"way": socialaccount.provider, "uid": socialaccount.uid}
    audit.record(
        action="people.sign_on_unlinked", actor=request.user, target=socialaccount.user, at=clock.now(), data=data
    )
