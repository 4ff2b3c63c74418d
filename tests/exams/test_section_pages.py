"""Timed sections on their pages: what is told, what is shown, and nothing of a section before it has begun."""

import json
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from exams.actions import attempts, sections
from exams.models import Candidate, ResponseEvent, SectionRun
from exams.queries.roster import candidates_of, roster
from tests.factories.exams import make_exam, make_item, make_picture, make_sitting, make_timed_exam
from tests.faults.canaries import bytes_of

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
LATER_ONES = "第2部分的"


class Desk:
    """The candidate's browser, at an instant that a test moves."""

    def __init__(self, client, now):
        self.client, self.now = client, now

    def get(self, name, *args):
        return self.client.get(reverse(name, args=args))

    def post(self, name, *args, **data):
        return self.client.post(reverse(name, args=args), data)


@pytest.fixture
def desk(client, user, person, at, monkeypatch):
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    found = Desk(client, at)
    monkeypatch.setattr("core.clock.now", lambda: found.now)
    return found


@pytest.fixture
def exam(at):
    return make_timed_exam(at=at)


@pytest.fixture
def run(desk, exam):
    desk.get("exams:introduction", exam.public_id)
    desk.post("exams:start", exam.public_id)
    return exam.attempts.get()


def words(reply):
    main = reply.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def test_introduction_tells_the_sections_and_their_minutes(desk, exam):
    text = words(desk.get("exams:introduction", exam.public_id))

    assert "本考试各部分单独计时，依次作答： 甲：10 分钟 乙：15 分钟 主动结束某一部分" in text


def test_introduction_of_other_exams_says_nothing_of_it(desk, at):
    assert "单独计时" not in words(desk.get("exams:introduction", make_exam(at=at, code="E2").public_id))


def test_paper_holds_the_open_section_alone(desk, run):
    page = desk.get("exams:attempt", run.public_id)

    html = page.content.decode()
    assert re.findall(r'id="q(\d)"', html) == ["1", "2"]
    assert re.findall(r'data-palette="(\d)"', html) == ["1", "2"]
    assert "第 1 部分，共 2 部分 · 第 1–2 题 · 2 分 · 截止 09:10" in re.sub(r" +", " ", words(page))
    assert 'data-deadline="2026-11-24T09:10:00+08:00" data-section="1" data-goes-on="yes"' in html
    assert "结束本部分" in html
    assert "检查并交卷" not in html


def test_summary_of_a_section_names_what_is_unanswered_and_where_it_leads(desk, run):
    text = words(desk.get("exams:summary", run.public_id))

    assert "还有 2 题未作答：" in text
    assert "结束后不能返回本部分。" in text
    assert "开始“乙”（15 分钟）" in text
    assert "确认交卷" not in text


def test_next_section_is_begun_once_however_often_it_is_asked_for(desk, run):
    for _ in range(2):
        reply = desk.post("exams:next_section", run.public_id, place=2)
        assert reply.url == reverse("exams:attempt", args=[run.public_id])

    html = desk.get("exams:attempt", run.public_id).content.decode()
    assert re.findall(r'id="q(\d)"', html) == ["3", "4"]
    assert "检查并交卷" in html
    assert "确认交卷" in words(desk.get("exams:summary", run.public_id))


@pytest.mark.parametrize("place", ["", "3", "x", "-1", "99999999999"])
def test_other_places_begin_nothing(desk, run, place):
    desk.post("exams:next_section", run.public_id, place=place)

    assert SectionRun.objects.filter(started_at__isnull=False).count() == 1


def test_another_device_does_not_go_on(desk, run):
    run.__class__.objects.filter(pk=run.pk).update(device="b" * 26)

    desk.post("exams:next_section", run.public_id, place=2)

    assert SectionRun.objects.filter(started_at__isnull=False).count() == 1


def test_hand_in_from_an_earlier_section_says_what_comes_first(desk, run):
    reply = desk.client.post(reverse("exams:submit", args=[run.public_id]), follow=True)

    assert "还有部分尚未开始" in reply.content.decode()
    run.refresh_from_db()
    assert run.state == "open"


def test_between_page_names_what_is_over_and_what_comes(desk, run, at):
    desk.now = at + 12 * MINUTE

    page = desk.get("exams:attempt", run.public_id)

    text = words(page)
    assert "第 1 部分时间已到" in text
    assert "“甲”部分已于 09:10 到时" in text
    assert "整场考试于 09:30 结束" in text
    assert "开始“乙”（15 分钟）" in text
    assert "第1部分的" not in page.content.decode()
    assert desk.get("exams:summary", run.public_id).url == reverse("exams:attempt", args=[run.public_id])


def test_after_the_last_section_the_paper_is_handed_in(desk, run, at):
    desk.post("exams:next_section", run.public_id, place=2)
    desk.now = at + 16 * MINUTE

    assert desk.get("exams:attempt", run.public_id).url == reverse("exams:summary", args=[run.public_id])
    text = words(desk.get("exams:summary", run.public_id))
    assert "最后一个部分的时间已到" in text
    assert "返回" not in text
    desk.post("exams:submit", run.public_id)
    run.refresh_from_db()
    assert run.state == "submitted"


def test_section_cut_off_by_the_end_of_the_exam_ends_as_the_exam_does(desk, run, at):
    desk.now = at + 20 * MINUTE
    desk.post("exams:next_section", run.public_id, place=2)

    html = desk.get("exams:attempt", run.public_id).content.decode()

    assert 'data-deadline="2026-11-24T09:30:00+08:00" data-section="2" data-now' in html


def save(desk, run, *positions):
    rows = [{"position": n, "value": None, "sequence": 1, "client_id": f"c{n}"} for n in positions]
    reply = desk.client.post(
        reverse("exams:save", args=[run.public_id]), json.dumps({"answers": rows}), content_type="application/json"
    )
    return reply.json()


def test_save_tells_the_section_and_its_seconds(desk, run):
    told = save(desk, run, 1, 3)

    assert [row["fate"] for row in told["saved"]] == ["counted", "unreadable"]
    assert (told["section"], told["seconds_left"]) == (1, 600)


def test_save_without_timed_sections_tells_none(desk, at, user):
    exam = make_exam(at=at, code="E2")
    desk.get("exams:introduction", exam.public_id)
    desk.post("exams:start", exam.public_id)

    assert save(desk, exam.attempts.get(), 1)["section"] is None


def test_plain_form_of_a_section_left_behind_changes_nothing_of_the_next(desk, run):
    kept = {"section": "1", "q1": "x", "q2": "y"}
    desk.post("exams:next_section", run.public_id, place=2)
    attempts.save(run, answers=[attempts.Answer(3, "b", 1, "c3")], received_at=desk.now, device=run.device)

    desk.post("exams:answers", run.public_id, **kept)

    assert set(ResponseEvent.objects.values_list("position", "fate")) == {
        (1, "unreadable"),
        (2, "unreadable"),
        (3, "counted"),
    }
    desk.post("exams:answers", run.public_id)  # a form that names no section
    assert ResponseEvent.objects.count() == 3


def test_nothing_of_a_section_is_sent_before_it_has_begun(desk, run, exam, at):
    pages = [
        desk.get("exams:introduction", exam.public_id),
        desk.get("exams:attempt", run.public_id),
        desk.get("exams:summary", run.public_id),
        desk.client.post(reverse("exams:answers", args=[run.public_id]), {"section": "2"}, follow=True),
        desk.client.post(reverse("exams:branch", args=[run.public_id]), {"branch": "3:0"}, follow=True),
        desk.client.post(reverse("exams:submit", args=[run.public_id]), follow=True),
        desk.get("exams:mine"),
    ]
    desk.now = at + 11 * MINUTE
    pages.append(desk.get("exams:attempt", run.public_id))

    assert [LATER_ONES.encode() in bytes_of(page) for page in pages] == [False] * len(pages)
    desk.post("exams:next_section", run.public_id, place=2)
    assert LATER_ONES.encode() in bytes_of(desk.get("exams:attempt", run.public_id))


def test_picture_of_a_section_is_sent_once_it_has_begun(desk, at):
    exam = make_timed_exam(at=at, each=1, code="P1")
    make_picture("later", at=at)
    row = exam.blueprint.get(section__place=2)
    make_item(
        9,
        row.area,
        at=at,
        stem="看图 ![图](picture:later)",
        body={"options": [{"id": i, "text": i} for i in "abcd"]},
    )
    row.area.items.exclude(code__endswith="-09").get().versions.update(status="retired")
    desk.get("exams:introduction", exam.public_id)
    desk.post("exams:start", exam.public_id)
    run = exam.attempts.get()
    assert "later" in run.form.items.get(section=2).version.stem

    assert desk.get("exams:attempt_picture", run.public_id, "later").status_code == 404
    desk.post("exams:next_section", run.public_id, place=2)
    assert desk.get("exams:attempt_picture", run.public_id, "later").status_code == 200


def test_roster_tells_the_section_in_as_many_queries(person, user, at, django_assert_num_queries):
    sitting = make_sitting(make_timed_exam(at=at), at=at, mode="online")
    Candidate.objects.create(sitting=sitting, person=person)
    run = attempts.start(sitting.exam, person=person, actor=user, at=at, sitting=sitting)
    sections.go_on(run, to=2, actor=user, at=at + MINUTE)

    with django_assert_num_queries(5):
        [row] = roster(candidates_of(sitting), sitting=sitting, at=at + MINUTE)

    assert row.section == 2


@pytest.mark.parametrize("count", [1, 3])
def test_start_costs_one_insert_more_and_a_page_one_query_whatever_the_number(desk, at, user, count):
    exam = make_timed_exam(at=at, minutes=[5] * count, code="C1")
    desk.get("exams:introduction", exam.public_id)

    with CaptureQueriesContext(connection) as captured:
        desk.post("exams:start", exam.public_id)
    told = [query["sql"] for query in captured.captured_queries]
    assert sum("exams_sectionrun" in sql for sql in told) == 1

    run = exam.attempts.get()
    with CaptureQueriesContext(connection) as captured:
        desk.get("exams:attempt", run.public_id)
    told = [query["sql"] for query in captured.captured_queries]
    assert sum("exams_sectionrun" in sql for sql in told) == 1
    with CaptureQueriesContext(connection) as captured:
        save(desk, run, 1, 2)
    told = [
        query["sql"]
        for query in captured.captured_queries
        if '"exams_' in query["sql"] or "exams_" in query["sql"]
    ]
    assert len(told) == 2
