"""Areas, standards and exams: what hangs together stays together."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from exams.actions import areas, policies, standards
from exams.domain.area_tree import free_code, moved
from exams.errors import BankTooSmall, CodeTaken
from exams.errors.areas import AreaInUse, AreaMoveRefused
from exams.models import BlueprintRow, ContentArea, Exam
from exams.queries.standards import standards as listed_standards
from library.errors import StandardLoop
from library.models import Standard
from tests.exams.test_bank_scope import bank  # noqa: F401 -- the same two branches
from tests.factories.exams import make_exam

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.mark.parametrize(
    ("parent", "taken", "code"),
    [
        ("M1", [], "M1.1"),
        ("M1", ["M1", "M1.1", "M1.2", "M2.9"], "M1.3"),
        ("M1", ["M1.1", "M1.10", "M1.2.7"], "M1.11"),
        ("M1", ["M1.x"], "M1.1"),
    ],
)
def test_the_next_code_below_an_area(parent, taken, code):
    assert free_code(parent, taken) == code


def test_an_area_moves_with_all_below_it():
    codes = ["M1", "M1.1", "M1.1.2", "M1.10", "M2"]

    assert moved(codes, code="M1.1", to="M2.1") == {"M1.1": "M2.1", "M1.1.2": "M2.1.2"}


def test_a_moved_area_takes_items_and_course_along(bank, at):  # noqa: F811
    top = ContentArea.objects.create(code="N", name="新")
    areas.move(bank.areas["own"], to=top, actor=bank.users["root_trainer"], at=at)

    bank.items["own"].refresh_from_db()
    assert (bank.items["own"].area.code, bank.items["own"].area.course) == ("N.1", None)


def test_an_area_is_never_below_itself(bank, at):  # noqa: F811
    own = bank.areas["own"]
    below = ContentArea.objects.create(code="M1.1.1", name="下")
    for to in (own, below):
        with pytest.raises(AreaMoveRefused):
            areas.move(own, to=to, actor=bank.users["root_trainer"], at=at)


def test_an_area_in_use_is_kept_and_says_why(bank, at):  # noqa: F811
    with pytest.raises(AreaInUse) as refused:
        areas.delete(bank.areas["own"], actor=bank.users["root_trainer"], at=at)

    assert refused.value.data == {"items": 1, "areas": 0, "rows": 0}
    free = ContentArea.objects.create(code="N", name="空")
    areas.delete(free, actor=bank.users["root_trainer"], at=at)
    assert not ContentArea.objects.filter(code="N").exists()


def test_a_new_area_below_another_belongs_to_its_course(bank, client):  # noqa: F811
    client.force_login(bank.users["b1_trainer"], backend=BACKEND)
    client.post(reverse("exams:areas"), {"parent": "M1.1", "name": "氧含量"})

    added = ContentArea.objects.get(name="氧含量")
    assert (added.code, added.course) == ("M1.1.1", bank.areas["own"].course)


def test_a_superseded_standard_flags_what_cites_it(bank, client, at):  # noqa: F811
    old = Standard.objects.get()
    new = Standard.objects.create(code="GB 2", title="新标准")
    standards.supersede(old, by=new, on=date(2026, 12, 1), actor=bank.users["safety"], at=at)

    client.force_login(bank.users["safety"], backend=BACKEND)
    rows = client.get(reverse("exams:bank"), {"finding": "superseded"}).context["rows"]
    assert [(row.version.item.code, row.is_superseded) for row in rows] == [("G1-01", True), ("M1.1-01", True)]
    page = client.get(reverse("exams:standard", args=[old.pk]))
    assert [version.item.code for version in page.context["citing"]] == ["G1-01", "M1.1-01"]
    assert [(row.code, row.item_count) for row in listed_standards(only="superseded")] == [(old.code, 2)]


def test_standards_never_supersede_in_a_circle(bank, at):  # noqa: F811
    old = Standard.objects.get()
    new = Standard.objects.create(code="GB 2", title="新标准", superseded_by=old)
    for by in (old, new):
        with pytest.raises(StandardLoop):
            standards.supersede(old, by=by, on=date(2026, 12, 1), actor=bank.users["safety"], at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Standard.objects.filter(pk=old.pk).update(superseded_by=old.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Standard.objects.filter(pk=old.pk).update(superseded_on=date(2026, 12, 1))


def policy_of(exam, **changes):
    facts = {name: getattr(exam, name) for name in policies.Policy.__dataclass_fields__}
    return policies.Policy(**{**facts, **changes})


def test_an_open_exam_needs_what_its_blueprint_asks(bank, at):  # noqa: F811
    exam = make_exam(at=at, code="E9", items=3)
    [row] = exam.blueprint.all()
    asked = [policies.Row(row.pk, row.area_id, None, "", 5)]
    with pytest.raises(BankTooSmall) as refused:
        policies.save(exam, policy_of(exam), asked, actor=bank.users["root_trainer"], at=at)

    assert [(lack.index, lack.wanted, lack.available) for lack in refused.value.data["shortages"]] == [(0, 5, 3)]
    assert BlueprintRow.objects.get(exam=exam).count == 3


def test_checking_a_blueprint_stores_nothing(bank, at):  # noqa: F811
    exam = make_exam(at=at, code="E9", items=3)
    area = exam.blueprint.get().area_id
    lacking = policies.checked(exam, policy_of(exam, critical_count=2), [policies.Row(None, area, 3, "", 2)])

    assert lacking
    exam.refresh_from_db()
    assert (exam.critical_count, exam.blueprint.get().count) == (0, 3)
    policies.checked(None, policy_of(exam, code="E10"), [policies.Row(None, area, None, "", 2)])
    assert list(Exam.objects.values_list("code", flat=True)) == ["E9"]


def test_a_row_that_stays_keeps_its_key_and_points(bank, at):  # noqa: F811
    exam = make_exam(at=at, code="E9", items=3)
    BlueprintRow.objects.filter(exam=exam).update(points=2)
    [row] = exam.blueprint.all()
    rows = [policies.Row(row.pk, row.area_id, None, "", 2), policies.Row(None, row.area_id, 1, "", 1)]
    policies.save(exam, policy_of(exam), rows, actor=bank.users["root_trainer"], at=at)

    assert [(r.count, r.points) for r in exam.blueprint.order_by("pk")] == [(2, 2), (1, None)]


def test_the_code_of_an_exam_is_its_own(bank, at):  # noqa: F811
    exam, other = make_exam(at=at, code="E9"), make_exam(at=at, code="E8")
    with pytest.raises(CodeTaken):
        policies.save(exam, policy_of(exam, code=other.code), [], actor=bank.users["root_trainer"], at=at)


@pytest.mark.parametrize(("name", "status"), [("b1_trainer", 404), ("root_trainer", 200), ("safety", 403)])
def test_an_exam_is_changed_by_those_who_keep_its_course(bank, client, at, name, status):  # noqa: F811
    exam = make_exam(at=at, code="E9")
    client.force_login(bank.users[name], backend=BACKEND)

    assert client.get(reverse("exams:policy", args=[exam.public_id])).status_code == status


def test_an_exam_is_written_checked_and_opened_on_the_screen(bank, client, at):  # noqa: F811
    make_exam(at=at, code="E9", items=2)
    client.force_login(bank.users["root_trainer"], backend=BACKEND)
    data = {
        "code": "NEW", "title": "新考试", "time_limit_minutes": "20", "attempts_allowed": "2", "wait_hours": "0",
        "cut_percent": "80", "critical_count": "0", "release": "at_once", "is_open": "on",
        "r.rows.0.area": "E9", "r.rows.0.count": "3",
    }  # fmt: skip
    reply = client.post(reverse("exams:policy_new"), {**data, "check": "yes"})
    assert len(reply.context["lacking"]) == 1
    reply = client.post(reverse("exams:policy_new"), {**data, "r.rows.0.count": "x", "save": "yes"})
    assert len(reply.context["faults"]) == 1
    client.post(reverse("exams:policy_new"), {**data, "r.rows.0.count": "2", "save": "yes"})
    assert Exam.objects.get(code="NEW").blueprint.get().count == 2
