"""What a trainer may do in the page tree, as Wagtail asks it."""

from datetime import date

import pytest
from django.urls import reverse

from people.actions.units import rebuild_closure
from people.enums import Right
from people.models import RoleGrant, Unit
from tests.factories.courses import make_course

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", ["coursepage", "modulepage", "lessonpage"])
def test_trainer_of_two_courses_is_asked_where_a_new_page_goes(client, user, kind):
    unit = Unit.objects.create(code="B1", name="单位B1", kind="branch", valid_from=date(2015, 1, 1))
    other = Unit.objects.create(code="G", name="单位G", kind="group", valid_from=date(2015, 1, 1))
    Unit.objects.filter(pk=unit.pk).update(parent=other)
    rebuild_closure()
    RoleGrant.objects.create(
        user=user, right=Right.TRAINER, unit=unit, starts_on=date(2020, 1, 1), reason="appointed"
    )
    for code in ("K1", "K2"):
        make_course(code=code, unit=unit)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")

    answer = client.get(reverse("wagtailadmin_pages:choose_parent", args=["courses", kind]), follow=True)

    assert answer.status_code == 200


def test_trainer_without_any_course_begins_the_first(client, user):
    unit = Unit.objects.create(code="B1", name="单位B1", kind="branch", valid_from=date(2015, 1, 1))
    rebuild_closure()
    RoleGrant.objects.create(
        user=user, right=Right.TRAINER, unit=unit, starts_on=date(2020, 1, 1), reason="appointed"
    )
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")

    form = client.get(reverse("courses:begin"), follow=True)

    assert (form.status_code, form.context["form"]["unit"].value()) == (200, unit.pk)
