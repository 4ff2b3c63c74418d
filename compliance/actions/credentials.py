"""Changes credentials where the training matrix has a say."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from certificates.actions import credentials
from certificates.actions.credentials import CredentialRule
from certificates.models import Credential
from compliance.errors import CredentialRequired
from compliance.models import Requirement
from people.models import User


@transaction.atomic
def change(credential: Credential, *, rule: CredentialRule, actor: User, at: datetime) -> Credential:
    """Change a credential.

    Raises CredentialRequired when it would end while job roles need it, for nobody could earn it any more, and
    CredentialRefused with what is wrong by field.
    """
    if not rule.is_active and Requirement.objects.filter(credential=credential, ends_on=None).exists():
        raise CredentialRequired
    return credentials.change(credential, rule=rule, actor=actor, at=at)
