"""No byte of an answer key reaches anybody before the release; after it, the own explanations and nothing else.

Every text and number of every key is a canary, and so are the nodes of a situation that nobody has reached. Those who
keep the exam, trainers of its unit and the safety department, may see keys and are not scanned.
"""

import json
import logging
import random
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import connection
from django.urls import reverse

from exams.actions import marking
from exams.enums import Release
from exams.item_types.registry import REGISTRY, item_type
from exams.models import BlueprintRow, Candidate, ContentArea, Exam, FormItem
from exams.queries.attempts import form_items
from people.enums import Right
from people.models import RoleGrant, Unit, User
from tests.exams.item_types.samples import SAMPLES
from tests.factories.courses import make_course
from tests.factories.exams import as_shown, make_item, make_picture, make_sitting, make_timed_exam
from tests.faults.canaries import Canaries
from tests.faults.crawl import crawl, signed_in

pytestmark = pytest.mark.django_db
NEAR = ["self", "proctor", "other_trainer"]  # watched at every stage
FAR = ["anonymous", "colleague", "manager", "other_manager", "hr", "auditor", "admin"]
BANK = {"exams_itemversion"}  # the one table where keys lie
SITUATION = "branching"


@pytest.fixture
def leaks(world, at, caplog):
    """The world of the matrix around an exam of every item type, all of it marked; not started yet."""
    caplog.set_level(logging.INFO)
    canaries = Canaries()
    other = world.users["other_trainer"] = User.objects.create_user("OTHER-TRAINER", "correct-horse-7")
    branch = Unit.objects.get(code="B2")
    RoleGrant.objects.create(user=other, right=Right.TRAINER, unit=branch, starts_on=at.date(), reason="x")
    course = make_course(code="LEAKY", lessons=1, unit=Unit.objects.get(code="B1"))
    area = ContentArea.objects.create(code="LEAKS", name="泄漏")
    make_picture("station", at=at)
    for number, code in enumerate(REGISTRY, start=1):
        body, key = SAMPLES[code]
        key = canaries.keyed(code, body, key)
        if code == SITUATION:
            body = {**body, "nodes": [_marked_node(canaries, node, body["start"]) for node in body["nodes"]]}
        assert item_type(code).problems(body, key) == [], code
        explanation = canaries.word("依据", of=f"{code} explanation")
        make_item(number, area, at=at, item_type=code, body=body, key=key, explanation=explanation)
    exam = Exam.objects.create(
        code="LEAK",
        title="泄漏",
        course=course,
        requires_course=False,
        is_open=True,
        release=Release.AFTER_SITTING,
    )
    BlueprintRow.objects.create(exam=exam, area=area, count=len(REGISTRY))
    world.exam, world.sitting = exam, make_sitting(exam, at=at, mode="online")
    world.sitting.proctors.add(world.users["proctor"])
    Candidate.objects.create(sitting=world.sitting, person=world.person)
    return SimpleNamespace(world=world, canaries=canaries, log=caplog)


def _marked_node(canaries, node, start):
    return node if node["id"] == start else {**node, "text": canaries.word(node["text"], of=f"node {node['id']}")}


def scan(leaks, actors, *, first=(), following=()):
    """Return every canary that these actors find, with its place; and those in log and tables outside the bank.

    Those in `following` go on along every link, into the authoring screens too.
    """
    found = {}
    for actor in actors:
        follows = actor in following
        starts = [*first, "/cms/", "/cms/pages/search/?q=LEAK"] if follows else first
        pages = 0
        for path, content in crawl(signed_in(leaks.world, actor), leaks.world, first=starts, follows=follows):
            pages += 1
            found |= {(actor, path, of): canary for canary, of in leaks.canaries.found(content).items()}
        assert pages > 50, f"{actor} was shown {pages} pages: the scan did not scan"
    log = "\n".join(f"{record.getMessage()} {record.exc_text or ''}" for record in leaks.log.records)
    found |= {("log", "", of): canary for canary, of in leaks.canaries.found(log.encode()).items()}
    return found | in_tables(leaks.canaries)


def in_tables(canaries):
    """Return the canaries in every table except the bank: sessions, cache, audit, jobs, revisions, search index."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(set(connection.introspection.table_names(cursor)) - BANK):
            if connection.vendor == "sqlite" and "_fts" in table:
                continue  # a shadow of the index table, in a form of SQLite's own
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 -- names from the catalogue
            content = "\n".join(str(row) for row in cursor.fetchall()).encode()
            found |= {("table", table, of): canary for canary, of in canaries.found(content).items()}
    return found


def go_through(leaks):
    """Start, answer everything without knowing anything in every way there is; yield at each stage."""
    world, browser = leaks.world, signed_in(leaks.world, "self")
    data = {"sitting": world.sitting.public_id}
    address = browser.post(reverse("exams:start", args=[world.exam.public_id]), data).url
    world.attempt = world.exam.attempts.get()
    rows = FormItem.objects.filter(form=world.attempt.form).select_related("version").order_by("position")
    rng, heard = random.Random(3), {}  # noqa: S311 -- guesses, no secret
    for row in rows:
        kind = item_type(row.version.item_type)
        guess = {
            "position": row.position,
            "value": None
            if kind.is_stepwise
            else as_shown(world.attempt, kind.guess(row.version.body, rng=rng), position=row.position),
            "sequence": 1,
            "client_id": f"c{row.position}",
        }
        reply = browser.post(f"{address}save/", json.dumps({"answers": [guess]}), content_type="application/json")
        heard[f"save of {kind.code}"] = reply.content
    heard["plain form"] = browser.post(f"{address}answers/", {}, follow=True).content
    heard["nonsense"] = browser.post(f"{address}save/", "{}", content_type="application/json").content
    yield address, heard
    [situation] = [row.position for row in rows if row.version.item_type == SITUATION]
    [jump] = as_shown(world.attempt, {"path": ["jump"]}, position=situation)["path"]
    step = {"branch": f"{situation}:0", f"q{situation}-choice": jump}
    reply = browser.post(f"{address}branch/", step, headers={"accept": "application/json"})
    yield address, {"step": reply.content}
    yield address, {"hand-in": browser.post(f"{address}submit/", follow=True).content}


def test_no_key_is_seen_before_the_release_and_only_the_own_explanation_after(leaks):
    canaries, stages = leaks.canaries, go_through(leaks)
    assert len(canaries.planted) > 40
    assert scan(leaks, NEAR) == {}, "before the start"

    address, heard = next(stages)
    assert {name: canaries.found(reply) for name, reply in heard.items() if canaries.found(reply)} == {}
    assert scan(leaks, NEAR, first=[address, f"{address}summary/"], following=["self"]) == {}, "during the attempt"

    _address, heard = next(stages)
    reached = canaries.found(heard["step"])
    assert list(reached.values()) == ["node dead"], "a step tells the node it leads to, and nothing else"
    for canary in reached:
        canaries.planted.pop(canary)

    _address, heard = next(stages)
    assert canaries.found(heard["hand-in"]) == {}
    pages = [address, f"{address}summary/", f"{address}result/"]
    assert scan(leaks, NEAR + FAR, first=pages, following=NEAR) == {}, "handed in, not released"

    world = leaks.world
    type(world.sitting).objects.filter(pk=world.sitting.pk).update(state="closed")
    marking.mark(world.attempt, at=world.at, given={row.position: Decimal(1) for row in form_items(world.attempt)})
    assert scan(leaks, [*NEAR[1:], "colleague", "manager", "hr"], first=pages) == {}, "released, to others"
    own = set(scan(leaks, ["self"], first=pages))
    assert {path for _actor, path, _of in own} == {f"{address}result/"}, "released, to its candidate"
    assert {f"{code} explanation" for code in REGISTRY} <= {of for _actor, _path, of in own}


def test_nothing_of_a_timed_section_is_seen_before_it_begins(leaks, at):
    world, later = leaks.world, "第2部分的"  # so the stems of the second section begin
    exam = make_timed_exam(at=at, code="LATER")
    Exam.objects.filter(pk=exam.pk).update(course=world.exam.course)
    browser = signed_in(world, "self")
    address = browser.post(reverse("exams:start", args=[exam.public_id])).url
    world.exam, world.attempt = exam, exam.attempts.get()
    leaks.canaries.planted[later] = "a later section"
    pages = [address, f"{address}summary/"]
    found = scan(leaks, NEAR, first=pages, following=["self"])
    assert [place for place in found if place[0] != "table"] == [], (
        "a stem lies in tables of the bank, and no more"
    )

    browser.post(reverse("exams:next_section", args=[world.attempt.public_id]), {"place": "2"})

    found = scan(leaks, ["self"], first=pages)
    assert {path for actor, path, _of in found if actor == "self"} == set(pages)


def test_the_scan_finds_what_a_template_leaks(leaks, monkeypatch):
    def careless(self, body, *, veil):
        return {"options": [{**o, "text": f"{o['text']} {leaked}"} for o in body["options"]]}

    leaked = next(
        canary for canary, of in leaks.canaries.planted.items() if of.startswith("single_choice.feedback")
    )
    monkeypatch.setattr(type(item_type("single_choice")), "candidate_body", careless)
    address, _heard = next(go_through(leaks))

    found = scan(leaks, ["self"], first=[address])

    assert set(found.values()) == {leaked}
    assert ("self", address, "single_choice.feedback.a") in found


def test_the_reply_to_a_save_is_alike_for_right_and_for_wrong(leaks):
    browser = signed_in(leaks.world, "self")
    data = {"sitting": leaks.world.sitting.public_id}
    address = browser.post(reverse("exams:start", args=[leaks.world.exam.public_id]), data).url
    attempt = leaks.world.exam.attempts.get()
    rows = form_items(attempt)
    rng, different = random.Random(5), []  # noqa: S311 -- guesses, no secret
    for row in rows:
        kind, version = item_type(row.version.item_type), row.version
        if kind.is_stepwise:
            continue
        replies = []
        for number, value in enumerate(
            [kind.guess(version.body, rng=rng), kind.right_value(version.body, version.key)], start=1
        ):
            one = {
                "position": row.position,
                "value": as_shown(attempt, value, position=row.position),
                "sequence": number,
                "client_id": f"{row.position}-{number}",
            }
            body = json.dumps({"answers": [one]})
            reply = browser.post(f"{address}save/", body, content_type="application/json")
            assert reply.status_code == 200, (kind.code, reply.content)
            sent = f'"sequence": {number}, "client_id": "{row.position}-{number}"'
            assert sent in reply.content.decode()
            replies.append(reply.content.decode().replace(sent, ""))
        different += [kind.code] if replies[0] != replies[1] else []

    assert different == []
