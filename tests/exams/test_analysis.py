"""Figures of exams, items and forms from what was sat; who may see them; questions to a person."""

import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.urls import reverse
from django.utils import translation

from exams.actions import attempts as actions
from exams.actions.form_sets import build
from exams.domain.item_analysis import Flag
from exams.models import Attempt, Candidate, Exam, ItemVersion
from exams.queries.analysis import Period, ended, exam_figures, item_row, observations_of, spread
from exams.queries.flag_words import flag_sentences
from exams.queries.form_analysis import shared_forms
from exams.queries.leak_watch import watch
from people.actions.units import rebuild_closure
from people.models import Person, RoleGrant, Unit, User
from tests.factories.exams import make_exam, make_sitting, sat

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainer(at):
    top = Unit.objects.create(code="G", name="集团", kind="group", valid_from=date(2015, 1, 1))
    rebuild_closure()
    user = User.objects.create_user("T1", "correct-horse-7")
    RoleGrant.objects.create(user=user, right="trainer", unit=top, starts_on=date(2020, 1, 1), reason="appointed")
    return user


def sit(number, exam, chosen, *, at, gap=30):
    """Let one more person answer by item code, one answer every `gap` seconds."""
    user = User.objects.create_user(f"P{number}", "correct-horse-7")
    person = Person.objects.create(employee_no=f"P{number}", name=f"考生{number}", user=user)
    run = actions.start(exam, person=person, actor=user, at=at)
    places = dict(run.form.items.values_list("version__item__code", "position"))
    for n, (code, value) in enumerate(sorted(chosen.items()), start=1):
        answer = actions.Answer(places[code], value, 1, f"c{n}")
        actions.save(run, answers=[answer], received_at=at + timedelta(seconds=gap * n))
    return actions.submit(run, actor=user, at=at + timedelta(minutes=10))


@pytest.fixture
def exam(at):
    """Four questions; of 40 people the first 20 know all, of the others each knows the first alone."""
    made = make_exam(at=at, items=4)
    for n in range(40):
        good = n < 20
        chosen = {"E1-01": "b", **{f"E1-0{k}": "b" if good else "a" for k in (2, 3, 4)}}
        sit(n, made, chosen, at=at, gap=30 if good else 60)
    return made


def enter(client, user, at, monkeypatch):
    monkeypatch.setattr("core.clock.now", lambda: at)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")


def test_figures_flags_and_times(exam):
    figures = exam_figures(Attempt.objects.all())

    by_code = {row.version.item.code: row for row in figures.items}
    first, second = by_code["E1-01"].figures, by_code["E1-02"].figures
    assert (figures.attempts, figures.passed, figures.mean_percent) == (40, 20, 62.5)
    assert figures.tenths == (0, 0, 20, 0, 0, 0, 0, 0, 0, 20)
    assert (first.facility, first.discrimination) == (1, None)
    assert (second.facility, second.discrimination, second.upper_lower) == (0.5, 1, 1)
    assert second.seconds == 45
    assert {option.option: option.count for option in second.options} == {"a": 20, "b": 20, "c": 0, "d": 0}
    assert (Flag.TOO_EASY, "") in first.flags
    with translation.override("zh-hans"):
        assert "没有人选“选项c”" in "".join(flag_sentences(by_code["E1-02"]))


def test_one_item_alone_has_the_figures_that_it_has_among_all(exam):
    version = ItemVersion.objects.get(item__code="E1-02")
    alone = item_row(version, observations_of(version, Attempt.objects.all()))

    [among] = [row for row in exam_figures(Attempt.objects.all()).items if row.version == version]
    assert alone.figures == among.figures


def test_alpha_is_of_those_who_sat_the_same_questions(exam):
    [shared] = shared_forms(Attempt.objects.all())

    assert (shared.figures.count, shared.figures.items) == (40, 4)
    assert shared.figures.alpha == pytest.approx(
        8 / 9
    )  # the first question, which all had right, tells nobody apart
    assert shared_forms(Attempt.objects.filter(pk=Attempt.objects.first().pk)) == []


def test_forms_of_a_set_are_called_by_set_and_letter(person, user, at):
    exam = make_exam(at=at, code="S1", items=4, attempts_allowed=9, wait_hours=0)
    form_set = build(exam, name="十一月", count=2, is_for_paper=False, actor=user, at=at)
    held = make_sitting(exam, at=at, mode="online", form_set=form_set)
    Candidate.objects.create(sitting=held, person=person)
    run = sat(person, exam, answers={1: "a"}, at=at, sitting=held)

    [alone] = shared_forms(Attempt.objects.filter(pk=run.pk), least=1)

    # Both forms hold the same four questions here, and each attempt is of one of them.
    assert alone.prepared == ("十一月 A",)


def test_a_period_holds_both_its_days(exam, at):
    rows = Attempt.objects.all()
    over = at + timedelta(minutes=10)

    assert ended(rows, Period(over, over + timedelta(seconds=1))).count() == 40
    assert ended(rows, Period(over + timedelta(seconds=1), None)).count() == 0
    assert ended(rows, Period(None, over)).count() == 0


def test_spread_counts_at_its_bounds():
    assert spread([0, 9.9, 10, 59, 120, 500], bounds=(10, 60, 120)) == [2, 2, 0, 2]


def test_leak_watch_asks_about_the_fast_and_the_alike(at):
    made = make_exam(at=at, items=6)
    codes = [f"E1-0{n}" for n in range(1, 7)]
    for n in range(20):
        sit(n, made, dict.fromkeys(codes, "b"), at=at, gap=40)
    sit(90, made, dict.fromkeys(codes, "b"), at=at, gap=2)
    for n in range(30, 44):
        wrong = {code: "acd"[(n * 7 + k * n) % 3] for k, code in enumerate(codes)}
        sit(n, made, wrong, at=at)

    seen = watch(Attempt.objects.all())

    assert [(row.attempt.person.employee_no, row.count, row.right) for row in seen.fast] == [("P90", 6, 6)]
    assert seen.attempts == 35
    assert all(pair.shared >= 3 for pair in seen.pairs)


def test_screens_sheet_and_period(client, exam, trainer, at, monkeypatch):
    enter(client, trainer, at + timedelta(days=1), monkeypatch)
    version = ItemVersion.objects.get(item__code="E1-02")
    for address in (
        reverse("exams:analysis"),
        reverse("exams:analysis_exam", args=[exam.public_id]),
        reverse("exams:analysis_item", args=[exam.public_id, version.pk]),
        reverse("exams:analysis_forms", args=[exam.public_id]),
        reverse("exams:analysis_leaks", args=[exam.public_id]),
    ):
        assert client.get(address).status_code == 200
        empty = client.get(address, {"since": "2030-01-01"})
        assert empty.status_code == 200

    reply = client.get(reverse("exams:analysis_file", args=[exam.public_id]))
    rows = list(openpyxl.load_workbook(io.BytesIO(b"".join(reply.streaming_content))).active.values)
    assert len(rows) == 5
    assert rows[2][0] == "E1-02"
    assert rows[2][4:7] == (40, 0.5, 1)


def test_human_resources_see_outcomes_and_no_questions(client, exam, trainer, at, monkeypatch):
    hr = User.objects.create_user("HR", "correct-horse-7")
    RoleGrant.objects.create(
        user=hr, right="hr", unit=Unit.objects.get(), starts_on=date(2020, 1, 1), reason="appointed"
    )
    enter(client, hr, at, monkeypatch)
    page = client.get(reverse("exams:analysis"))

    assert page.status_code == 200
    assert reverse("exams:analysis_exam", args=[exam.public_id]) not in page.content.decode()
    assert client.get(reverse("exams:analysis_exam", args=[exam.public_id])).status_code == 404


def test_a_trainer_of_another_unit_keeps_nothing_of_it(client, exam, trainer, at, monkeypatch):
    below = Unit.objects.create(
        code="B", name="分公司", kind="branch", parent=Unit.objects.get(), valid_from=date(2015, 1, 1)
    )
    rebuild_closure()
    RoleGrant.objects.filter(user=trainer).update(unit=below)
    enter(client, trainer, at, monkeypatch)

    assert client.get(reverse("exams:analysis_exam", args=[exam.public_id])).status_code == 404
    assert client.get(reverse("exams:analysis")).context["rows"] == []


@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_the_same_whatever_their_length(
    client, trainer, at, monkeypatch, django_assert_num_queries, count
):
    for n in range(count):
        made = make_exam(at=at, items=count, code=f"E{n}")
        sit(n, made, {f"E{n}-0{k}": "b" for k in range(1, count + 1)}, at=at)
    enter(client, trainer, at + timedelta(days=1), monkeypatch)
    with django_assert_num_queries(12):
        client.get(reverse("exams:analysis"))
    with django_assert_num_queries(10):
        client.get(reverse("exams:analysis_exam", args=[Exam.objects.first().public_id]))
    with django_assert_num_queries(6):
        client.get(reverse("exams:appeals"))
    with django_assert_num_queries(6):
        client.get(reverse("exams:corrections"))
