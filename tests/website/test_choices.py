"""Where somebody has to choose from a list, nothing counts as chosen that only stood on top of it."""

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from django import forms
from django.utils import timezone
from django.utils.translation import override

from courses.models import CoursePage
from exams.forms.areas import NewAreaForm
from exams.forms.policies import PolicyForm
from exams.forms.results import ReleaseForm
from exams.models import Attempt, ContentArea
from people.forms.choices import CHOOSE, UnitChoice
from tests.factories.courses import make_course
from tests.factories.exams import make_exam, make_sitting

APPS = ["people", "library", "courses", "exams", "certificates", "compliance"]


def our_fields() -> Iterator[tuple[str, forms.Field]]:
    for app in APPS:
        package = importlib.import_module(f"{app}.forms")
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            for kind in vars(importlib.import_module(module.name)).values():
                if isinstance(kind, type) and issubclass(kind, forms.BaseForm) and kind.__module__ == module.name:
                    for name, field in kind.base_fields.items():
                        yield f"{kind.__qualname__}.{name}", field


def test_every_list_of_records_says_in_words_what_its_first_line_means():
    lists = [(name, field) for name, field in our_fields() if type(field.widget) is forms.Select]
    dashes = [name for name, field in lists if getattr(field, "empty_label", "") == "---------"]

    assert len(lists) > 20
    # Of an exam, the form itself says what no course means: it depends on who keeps it.
    assert [name for name in dashes if name != "PolicyForm.course"] == []


def test_a_unit_that_has_to_be_chosen_is_not_chosen_beforehand():
    units = [(name, field) for name, field in our_fields() if isinstance(field, UnitChoice) and field.required]

    assert {name for name, field in units} == {
        "StartCodesForm.unit",
        "GiveRightForm.unit",
        "NewUnitForm.parent",
        "MoveForm.parent",
        "PostForm.unit",
        "NewPersonForm.unit",
        "LocationForm.unit",
    }
    with override("en"):
        assert {str(field.empty_label) for name, field in units} == {"choose…"} == {str(CHOOSE)}


@pytest.mark.django_db
def test_a_course_is_offered_by_its_name_in_the_language_of_the_reader():
    make_course(code="M1")
    CoursePage.objects.update(title="有限空间", title_en="Confined spaces")
    courses = CoursePage.objects.all()

    with override("en"):
        for form in (
            PolicyForm(courses=courses, is_course_free=True),
            NewAreaForm(areas=ContentArea.objects.none(), courses=courses, is_course_free=True),
        ):
            assert [str(label) for _value, label in form.fields["course"].choices] == [
                "none",
                "M1 Confined spaces",
            ]


@pytest.mark.django_db
def test_results_of_a_sitting_are_offered_by_our_clock_and_its_place(at):
    sitting = make_sitting(make_exam(at=at), at=at)
    waiting = [Attempt(exam=sitting.exam, sitting=sitting)]

    _all, offered = ReleaseForm(exam=sitting.exam, waiting=waiting).fields["sitting"].choices

    assert offered[1] == f"{timezone.localtime(sitting.opens_at):%Y-%m-%d %H:%M} · {sitting.location}"
