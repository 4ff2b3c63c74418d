"""From an empty database to certificates by screens alone: an installation made by hand meets no dead end.

Nothing here writes a row but the doors themselves, and the one command that names the first administrators. Each step
begins where its actor is told to go: the screen named last holds the link.
"""

import io
import re
from datetime import datetime, timedelta

import pytest
from celery import current_app
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from certificates.models import Certificate
from core import audit, jobs
from courses.models import CoursePage, LessonPage, ModulePage
from exams.models import Attempt, Exam, ItemVersion, Sitting
from library.models import Standard
from people.models import Location, Person
from tests.factories.rosters import HEADINGS

pytestmark = pytest.mark.django_db

PASSWORD = "先通风-再检测-后作业-9"
STAFF = {"A1": "安一", "A2": "安二", "T1": "王教员", "T2": "李审核", "S1": "赵安全", "P1": "周监考"}
CREW = {"W1": "钱现场", "W2": "孙在线"}


class House:
    """The installation: one browser for each person, one clock, and a worker."""

    def __init__(self, capture, monkeypatch, at: datetime) -> None:
        self.browsers: dict[str, Client] = {}
        self.capture, self.at = capture, at
        monkeypatch.setattr("core.clock.now", lambda: self.at)

    def go(self, who: str, door: str, *args: object, towards: str = "", **query: str):
        """Open a page; `towards` is an address that it must hold a link or a form to."""
        page = self.browsers[who].get(reverse(door, args=args), query)
        assert page.status_code == 200, (who, door, page.status_code)
        if towards:
            assert f'"{towards}' in page.text, f"{who} finds no way from {door} to {towards}"
        return page

    def send(self, who: str, door: str, *args: object, status: int = 302, **data: object):
        """Send a form, and do the work that it asks for outside the request."""
        with self.capture(execute=True):
            reply = self.browsers.setdefault(who, Client()).post(reverse(door, args=args), data)
        assert reply.status_code == status, (who, door, getattr(reply.context, "get", {}.get)("form"), reply.text)
        while (job_id := jobs.most_urgent()) is not None:
            with self.capture(execute=True):
                jobs.run(job_id, at=self.at)
        return reply


@pytest.fixture
def house(django_capture_on_commit_callbacks, monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "public"
    current_app.loader.import_default_modules()  # as the worker: they register the jobs
    return House(django_capture_on_commit_callbacks, monkeypatch, timezone.now())


def name_administrators(house):
    """As docs/operations/deploy.md says; each chooses a password and finds where to begin."""
    for number in ("A1", "A2"):
        out = io.StringIO()
        call_command("name_administrator", number, name=STAFF[number], organisation="示例热力集团", stdout=out)
        given = re.search(r"sign-in: (\S+)", out.getvalue())[1]
        house.send(number, "account_login", login=number, password=given)
        house.send(number, "account_change_password", oldpassword=given, password1=PASSWORD, password2=PASSWORD)
        for door in ("people:units", "people:job_roles", "people:rights"):
            house.go(number, "website:home", towards=reverse(door))


def give(house, who, right, giver="A1"):
    first = timezone.localdate(house.at).isoformat()
    data = {"employee_no": who, "right": right, "unit": "G00", "starts_on": first, "reason": "任命文件"}
    house.send(giver, "people:right_give", **data, confirmed="1")


def found_the_organisation(house):
    house.go("A1", "people:job_roles", towards=reverse("people:job_role_new"))
    house.send("A1", "people:job_role_new", code="R05", name="班组作业人员", name_en="Crew member")
    house.go("A1", "people:units", towards=reverse("people:unit_new"))
    unit = {"code": "B1", "name": "管网一所", "kind": "office", "parent": "G00", "valid_from": "2020-01-01"}
    house.send("A1", "people:unit_new", **unit)
    house.go("A1", "people:rights", towards=reverse("people:right_give"))
    give(house, "A2", "hr")


def take_in_the_people(house):
    """Human resources imports the roster and hands out start codes, also to the administrators' persons."""
    house.go("A2", "website:home", towards=reverse("people:rosters"))
    house.go("A2", "people:rosters", towards=reverse("people:roster_template"))
    lines = [f"{number},{name},B1,R05,本单位,2020-03-01" for number, name in {**STAFF, **CREW}.items()]
    file = io.BytesIO("\n".join([HEADINGS, *lines]).encode())
    file.name = "名册.csv"
    upload = house.send("A2", "people:rosters", file=file)["Location"].rstrip("/").rpartition("/")[2]
    house.go("A2", "people:roster", upload, towards=reverse("people:roster_apply", args=[upload]))
    house.send("A2", "people:roster_apply", upload)
    assert Person.objects.count() == len(STAFF) + len(CREW)
    sheet = house.send("A2", "people:start_codes", unit="G00", status=200)
    assert {slip["person"].employee_no for slip in sheet.context["slips"]} == {*STAFF, *CREW} - {"A1", "A2"}
    for slip in sheet.context["slips"]:
        number = slip["person"].employee_no
        house.send(
            number, "people:start_code", employee_no=number, code=slip["code"], password=PASSWORD, again=PASSWORD
        )
    assert house.go("A1", "website:home").context["person"].employee_no == "A1"


def give_the_rights(house):
    for who, right in (("T1", "trainer"), ("T2", "trainer"), ("T2", "approver"), ("P1", "proctor")):
        give(house, who, right)
    give(house, "S1", "safety")
    proposal = re.search(
        reverse("people:proposal", args=[7]).replace("7", r"(\d+)"), house.go("A2", "people:rights").text
    )
    house.send("A2", "people:proposal", proposal[1], decision="approve")


def write_the_course(house):
    house.go("T1", "exams:standards", towards=reverse("exams:standard_new"))
    house.send("T1", "exams:standard_new", code="GB 46768-2025", title="有限空间作业安全技术规范")
    house.go("T1", "website:home", towards=reverse("courses:begin"))
    begin = house.browsers["T1"].get(reverse("courses:begin"))["Location"].strip("/").split("/")[3:]
    names = {"title_en": "", "summary": "", "summary_en": "", "comments": inline_formset([])}
    unit = house.go("T1", "wagtailadmin_pages:add", *begin).context["form"]["unit"].value()
    course = {
        **names, "title": "有限空间作业", "code": "M1", "unit": unit, "hours": "2", "content_head": "rules",
        "is_ordered": "on", "is_open_to_all": "on",
    }  # fmt: skip
    house.send("T1", "wagtailadmin_pages:add", *begin, **nested_form_data(course))
    page = CoursePage.objects.get()
    house.send(
        "T1", "wagtailadmin_pages:add", "courses", "modulepage", page.pk,
        **nested_form_data({**names, "title": "第一单元"}),
    )  # fmt: skip
    lesson = {
        **names, "title": "先通风，再检测", "minutes": "10", "content_head": "rules", "review_by": "",
        "bases": inline_formset([{"standard": Standard.objects.get().pk, "clause": "5.9.1"}]),
        "body": streamfield([("text", rich_text("<p>先通风</p>"))]),
    }  # fmt: skip
    module = ModulePage.objects.get()
    house.send("T1", "wagtailadmin_pages:add", "courses", "lessonpage", module.pk, **nested_form_data(lesson))
    asked = nested_form_data({**course, "action-submit": "1"})
    house.send("T1", "wagtailadmin_pages:edit", page.pk, **asked)
    house.go("T2", "website:home", towards=reverse("wagtailadmin_pages:edit", args=[page.pk]))
    task = CoursePage.objects.get().current_workflow_state.current_task_state
    house.send("T2", "wagtailadmin_pages:workflow_action", page.pk, "approve", task.pk, comment="")
    assert LessonPage.objects.get().live


def write_the_items(house):
    house.go("T1", "exams:bank", towards=reverse("exams:areas"))
    house.send("T1", "exams:areas", code="M1", name="有限空间", course=CoursePage.objects.get().pk)
    for number in (1, 2):
        code = f"M1-{number:03}"
        house.go("T1", "exams:bank", towards=reverse("exams:item_new"))
        house.send("T1", "exams:item_new", type="single_choice", code=code, area="M1")
        context = house.go("T1", "exams:item_edit", code).context
        data = {"state": context["state"], "area": "M1", "level": "1", "points": "1", "save": "review"}
        for place, (row, text) in enumerate(
            zip(context["fields"]["options"], ("通风", "检测", "作业", "报告"), strict=True)
        ):
            data |= {f"f.options.{place}.id": row["id"], f"f.options.{place}.text": f"{text}{number}"}
        data |= {"f.right": data["f.options.1.id"], "stem": f"第{number}题：先做什么？", "explanation": "先检测。"}
        data |= {"b.bases.0.standard": str(Standard.objects.get().pk), "b.bases.0.clause": "5.9.1"}
        house.send("T1", "exams:item_edit", code, **data)
        house.go("T2", "exams:review", towards=reverse("exams:item", args=[code]))
        house.send("T2", "exams:item_act", code, "approve")
    assert set(ItemVersion.objects.values_list("status", flat=True)) == {"approved"}


def set_up_the_exam(house):
    house.go("T1", "exams:policies", towards=reverse("exams:policy_new"))
    facts = {
        "code": "M1", "title": "有限空间作业考试", "course": CoursePage.objects.get().pk, "requires_course": "on",
        "time_limit_minutes": "20", "attempts_allowed": "2", "wait_hours": "0", "cut_percent": "80",
        "critical_count": "0", "release": "at_once", "is_open": "on", "r.rows.0.area": "M1", "r.rows.0.count": "2",
    }  # fmt: skip
    house.send("T1", "exams:policy_new", **facts, save="yes")


def require_the_credential(house):
    house.go("S1", "website:home", towards=reverse("compliance:matrix"))
    house.go("S1", "compliance:matrix", towards=reverse("compliance:credential_new"))
    chosen = {"course": CoursePage.objects.get().pk, "exam": Exam.objects.get().pk}
    house.send(
        "S1", "compliance:credential_new", **chosen, code="M1", name="有限空间作业", validity_months="12",
        warn_days="60", is_active="on",
    )  # fmt: skip
    role = house.go("S1", "compliance:matrix").context["form"].fields["job_role"].queryset.get()
    credential = house.go("S1", "compliance:matrix").context["form"].fields["credential"].queryset.get()
    first = timezone.localdate(house.at).isoformat()
    data = {"job_role": role.pk, "credential": credential.pk, "starts_on": first, "days_allowed": "30"}
    house.send("S1", "compliance:matrix", **data)


def schedule(house, mode, candidate):
    house.go("T1", "exams:sittings", towards=reverse("exams:sitting_new"))
    place = Location.objects.first()
    opens = timezone.localtime(house.at)
    window = {
        "opens_at": f"{opens:%Y-%m-%dT%H:%M}",
        "closes_at": f"{opens + timedelta(hours=2):%Y-%m-%dT%H:%M}",
    }
    proctor = house.go("T1", "exams:sitting_new").context["form"].fields["proctors"].queryset.get()
    met = {"location": place.pk, "proctors": [proctor.pk]} if mode == "on_site" else {}
    house.send("T1", "exams:sitting_new", exam=Exam.objects.get().pk, mode=mode, **window, **met)
    sitting = Sitting.objects.latest("pk")
    house.send("T1", "exams:sitting_candidates", sitting.public_id, employee_nos=candidate)
    return sitting


def learn(house, who):
    page = house.go(who, "website:home")
    lead = re.search(r'"(/learning/[^/"]+/)"', page.text)
    assert lead, "The start page leads to the course that the job role asks for."
    address = house.browsers[who].get(lead[1])["Location"]
    public_id, pk = address.strip("/").split("/")[1:]
    done = reverse("courses:complete", args=[public_id, pk])
    shown = house.go(who, "courses:lesson", public_id, pk, towards=done).text
    read = re.search(r'name="revision" value="(\d+)"', shown)[1]
    house.send(who, "courses:complete", public_id, pk, revision=read)


def sit(house, who, sitting, **begin):
    exam = Exam.objects.get()
    door = f"{reverse('exams:introduction', args=[exam.public_id])}?sitting={sitting.public_id}"
    house.go(who, "exams:mine", towards=door)
    house.send(who, "exams:start", exam.public_id, sitting=sitting.public_id, **begin)
    run = Attempt.objects.filter(person__employee_no=who).last()
    assert run is not None, house.go(who, "exams:introduction", exam.public_id, sitting=sitting.public_id).text
    paper = house.go(who, "exams:attempt", run.public_id).text
    right = dict(re.findall(r'name="(q\d+)" value="(\w+)"[^>]*> <span>检测', paper))
    house.send(who, "exams:answers", run.public_id, **right)
    house.send(who, "exams:submit", run.public_id)
    house.go(who, "exams:result", run.public_id)


def sit_on_site(house, who, sitting):
    house.go("P1", "exams:sittings", towards=reverse("exams:sitting", args=[sitting.public_id]))
    house.send("P1", "exams:sitting_open", sitting.public_id)
    candidate = sitting.candidates.get()
    house.send("P1", "exams:sitting_identity", sitting.public_id, candidate=candidate.pk, method="id_card")
    sit(house, who, sitting, code=house.go("P1", "exams:sitting", sitting.public_id).context["code"])


def test_the_whole_main_job_is_reached_by_screens_alone(house):
    name_administrators(house)
    found_the_organisation(house)
    take_in_the_people(house)
    give_the_rights(house)
    write_the_course(house)
    write_the_items(house)
    set_up_the_exam(house)
    require_the_credential(house)

    house.go("T1", "exams:sitting_new", towards=reverse("people:location_new"))
    house.send("T1", "people:location_new", name="第一考场", unit="G00", capacity="30")
    on_site, online = schedule(house, "on_site", "W1"), schedule(house, "online", "W2")
    for who in CREW:
        learn(house, who)
    sit_on_site(house, "W1", on_site)
    sit(house, "W2", online)

    held = {certificate.person.employee_no: certificate for certificate in Certificate.objects.all()}
    assert {number: row.state for number, row in held.items()} == dict.fromkeys(CREW, "issued")
    for who, certificate in held.items():
        house.go(who, "certificates:mine", towards=reverse("certificates:file", args=[certificate.public_id]))
        assert "有效" in Client().get(reverse("certificates:verify", args=[certificate.code])).text
    assert house.go("S1", "compliance:coverage").status_code == 200
    assert list(audit.breaks()) == []
