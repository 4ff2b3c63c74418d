"""Accounts."""

from __future__ import annotations

from functools import cache
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower, Upper
from django.utils.translation import gettext_lazy as _

from core.prepared import PreparedModels
from people.enums import AccountState

ACCOUNT_STATE_LABELS = [
    (AccountState.NONE.value, _("no account")),
    (AccountState.WAITING.value, _("waits for a start code")),
    (AccountState.OPEN.value, _("may sign in")),
    (AccountState.OFF.value, _("switched off")),
]


@cache
def _by_key() -> PreparedModels:
    return PreparedModels(lambda pk: User.objects.filter(pk=pk), pk=models.BigIntegerField())


class UserManager(BaseUserManager["User"]):
    """Makes accounts; numbers are stored in upper case so that G10001 and g10001 are one."""

    def get(self, *args: Any, **kwargs: Any) -> User:
        """Find an account; by its key with a query built once, for every request of somebody signed in asks so."""
        if args or kwargs.keys() != {"pk"}:
            return super().get(*args, **kwargs)
        found: list[User] = _by_key().found(**kwargs)
        if not found:
            raise self.model.DoesNotExist
        return found[0]

    def get_by_natural_key(self, employee_no: str | None) -> User:
        """Find an account however the letters of its number were typed."""
        return self.get(employee_no__iexact=employee_no)

    def create_user(self, employee_no: str, password: str | None = None, **fields: Any) -> User:
        """Make an account; without a password nobody can sign in until a start code is used."""
        user = self.model(employee_no=employee_no.strip().upper(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, employee_no: str, password: str | None = None, **fields: Any) -> User:
        """Make the account that installs the system."""
        return self.create_user(employee_no, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    """One account to sign in with. A person may exist without one; what it may do comes from dated grants."""

    username = None  # type: ignore[assignment]  # the employee number takes its place
    employee_no = models.CharField(_("employee number"), max_length=40, unique=True)
    email = models.EmailField(_("e-mail"), null=True, blank=True)  # type: ignore[assignment]  # many have none
    must_change_password = models.BooleanField(_("must choose a new password"), default=False)

    USERNAME_FIELD = "employee_no"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()  # type: ignore[assignment,misc]  # AbstractUser pins its own manager class

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.UniqueConstraint(Lower("email"), condition=~models.Q(email=None), name="user_email_once"),
            models.UniqueConstraint(Upper("employee_no"), name="user_employee_no_once_in_any_case"),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.employee_no

    def get_full_name(self) -> str:
        """Return the name as it is written in Chinese: nothing between family and given name."""
        return f"{self.last_name}{self.first_name}".strip()
