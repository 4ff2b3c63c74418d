"""The audit trail: one chain, no change, no gap."""

import pytest
from django.db import DatabaseError, connection, transaction

from core import audit
from core.models import AuditEvent

pytestmark = pytest.mark.django_db


def test_record_chains_each_event_to_the_one_before(user, at):
    first = audit.record(action="people.tested", actor=user, target=user, at=at, data={"n": 1})
    second = audit.record(action="people.tested", actor=None, target=user, at=at)

    assert (first.sequence, second.sequence) == (1, 2)
    assert first.prev_hash == "0" * 64
    assert second.prev_hash == first.hash
    assert second.actor_label == "system"
    assert list(audit.breaks()) == []


def test_several_are_chained_in_their_order_for_the_price_of_one(user, at, django_assert_num_queries):
    audit.record(action="people.tested", actor=user, target=user, at=at)
    entries = [audit.Entry("people.first", user, user, {"n": 1}), audit.Entry("people.second", None, user)]

    with django_assert_num_queries(3):
        first, second = audit.record_all(entries, at=at)

    assert [(event.sequence, event.action) for event in (first, second)] == [
        (2, "people.first"),
        (3, "people.second"),
    ]
    assert (second.prev_hash, second.actor_label) == (first.hash, "system")
    assert AuditEvent.objects.count() == 3
    assert list(audit.breaks()) == []


@pytest.mark.parametrize(
    "statement",
    ["UPDATE core_auditevent SET action = 'forged'", "DELETE FROM core_auditevent"],
    ids=["update", "delete"],
)
def test_database_refuses_to_change_an_event(user, at, statement):
    audit.record(action="people.tested", actor=user, target=user, at=at)

    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)

    assert AuditEvent.objects.get().action == "people.tested"


def test_breaks_names_the_event_whose_content_was_not_what_was_hashed(user, at):
    audit.record(action="people.tested", actor=user, target=user, at=at)
    last = audit.record(action="people.tested", actor=user, target=user, at=at)
    forged = AuditEvent(
        sequence=3,
        at=at,
        action="people.forged",
        actor_label="system",
        target_type="people.user",
        target_id="1",
        target_label="x",
        prev_hash=last.hash,
        hash="f" * 64,
    )
    forged.save()

    assert list(audit.breaks()) == [3]


def test_record_leaves_nothing_when_the_caller_rolls_back(user, at):
    with transaction.atomic():
        audit.record(action="people.tested", actor=user, target=user, at=at)
        transaction.set_rollback(True)

    assert AuditEvent.objects.count() == 0
