"""How django-allauth behaves here: accounts come from the roster, nobody signs up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Closes sign-up; everything else is the library's."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse sign-up: a person without a roster row has no business here."""
        return False
