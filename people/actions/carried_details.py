"""Keeps what accounts take over from the people on file: the name, and the address to sign in with."""

from __future__ import annotations

from collections.abc import Collection

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Count, Q
from django.db.models.functions import Lower

from people.models import Person, User

MOST_NAMED = 1000  # numbers and addresses asked for; of more everybody is compared
BATCH = 500


@transaction.atomic
def carry_over(numbers: Collection[str], *, addresses: Collection[str]) -> int:
    """Give accounts the name and address on file: of these people, and of whoever has one of these addresses.

    An address that several people have signs nobody in, so it is carried to none of them, and comes back to the one
    who has it alone again: name the addresses from before, too. Returns how many accounts changed.
    """
    people = Person.objects.exclude(user=None).annotate(address=Lower("email"))
    asked = {address.lower() for address in addresses if address}
    is_few = len(numbers) + len(asked) <= MOST_NAMED
    if is_few:
        people = people.filter(Q(employee_no__in=numbers) | Q(address__in=asked))
    found = list(people.values_list("user_id", "name", "address"))
    nobodys = _nobodys({address for _, _, address in found} if is_few else None)
    wanted = {key: (name, None if not address or address in nobodys else address) for key, name, address in found}
    accounts = User.objects.filter(pk__in=wanted) if is_few else User.objects.exclude(person=None)
    changed, moved = [], []
    for account in accounts.only("first_name", "last_name", "email").iterator():
        name, address = wanted[account.pk]
        is_moved = (account.email or "").lower() != (address or "")
        if is_moved:
            moved.append(account.pk)
        if is_moved or account.get_full_name() != name:
            account.first_name, account.last_name, account.email = name, "", address
            changed.append(account)
    _set_free(moved)
    User.objects.bulk_update(changed, ["first_name", "last_name", "email"], batch_size=BATCH)
    return len(changed)


def _nobodys(asked: Collection[str] | None) -> set[str]:
    """Return addresses that no person's account may carry: of several people, or of an account of no person.

    `asked` are those that matter, None for all.
    """
    people = Person.objects.exclude(email="").annotate(address=Lower("email")).order_by().values("address")
    others = User.objects.filter(person=None).exclude(email=None).annotate(address=Lower("email"))
    if asked is not None:
        people, others = people.filter(address__in=asked), others.filter(address__in=asked)
    shared = people.annotate(n=Count("pk")).filter(n__gt=1)
    return {*shared.values_list("address", flat=True), *others.values_list("address", flat=True)}


def _set_free(accounts: list[int]) -> None:
    # Two people may have changed addresses: all are free before any is given. The library's own rows go as well, or
    # an address from before would still sign in and get the link to a new password.
    for start in range(0, len(accounts), BATCH):
        keys = accounts[start : start + BATCH]
        User.objects.filter(pk__in=keys).update(email=None)
        EmailAddress.objects.filter(user__in=keys).delete()
