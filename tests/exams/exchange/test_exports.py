"""Files of items out of the bank: said before, made by the worker, fetched by their owner, and the same way back."""

import pytest
from django.urls import reverse

from core.models import AuditEvent, Job, JobState
from exams.actions.pictures import add_picture
from exams.models import Item, ItemExport, ItemVersion
from tests.exams.exchange.conftest import png
from tests.exams.item_types.samples import SAMPLES, SITUATION, SITUATION_KEY
from tests.factories.exams import make_item

pytestmark = pytest.mark.django_db

FORMATS = {"xlsx": 9, "moodle_xml": 8, "qti": 9, "gift": 4, "aiken": 1}


@pytest.fixture
def filled(bank, at, trainer):
    """Nine items that differ in what formats can hold of them."""
    add_picture(png(), code="P1", alt="仪表", actor=None, at=at)
    make_item(1, bank[0], at=at)
    make_item(
        2, bank[0], at=at, item_type="true_false", body={}, key={"correct": True}, stem="看\n\n![仪表](picture:P1)"
    )
    make_item(3, bank[0], at=at, item_type="ordering", body={"steps": [{"id": i, "text": f"步骤{i}"} for i in "ab"]},
              key={"order": ["a", "b"], "scoring": "neighbours"})  # fmt: skip
    two = [{"id": i, "label": f"数{i}", "unit": "%"} for i in "ab"]
    make_item(4, bank[1], at=at, item_type="numeric", body={"blanks": two},
              key={i: {"value": "19.5", "tolerance": "0.1"} for i in "ab"})  # fmt: skip
    make_item(5, bank[1], at=at, item_type="short_answer", body={"most_characters": 300},
              key={"rubric": [{"id": "a", "text": "报警", "share": "1"}], "model_answer": "先报警"})  # fmt: skip
    hazard = {
        "id": "a",
        "name": "无围挡",
        "polygon": [["0.1", "0.1"], ["0.5", "0.1"], ["0.5", "0.5"]],
        "statement": "a",
    }
    make_item(6, bank[1], at=at, item_type="hazard_spotting",
              body={"picture": "P1", "most_taps": 3, "asks": [], "severities": [], "controls": [],
                    "statements": [{"id": "a", "text": "无围挡"}, {"id": "b", "text": "灯亮着"}]},
              key={"hazards": [hazard], "wrong_tap_cost": "0.25"})  # fmt: skip
    shares = {"a": "0.5", "b": "0.5", "c": "-0.5"}
    make_item(7, bank[1], at=at, item_type="multiple_choice", stem="多选",
              key={"correct": ["a", "b"], "scoring": "weights", "weights": shares})  # fmt: skip
    body, key = SAMPLES["case"]
    make_item(8, bank[1], at=at, item_type="case", stem="案例", body=body, key=key)
    nodes = [{**node, "picture": "P1"} for node in SITUATION["nodes"]]
    make_item(9, bank[1], at=at, item_type="branching", stem="情景", body={**SITUATION, "nodes": nodes},
              key=SITUATION_KEY)  # fmt: skip
    return bank


def ask(client, work, kind, **data):
    reply = client.post(reverse("exams:exports"), {"file_format": kind, **data})
    assert reply.status_code == 302, reply.content.decode()
    work()
    return ItemExport.objects.latest("pk")


def fetch(client, row) -> bytes:
    return b"".join(
        client.get(reverse("exams:export_file", kwargs={"public_id": row.public_id})).streaming_content
    )


@pytest.mark.parametrize("kind", FORMATS)
def test_what_goes_out_is_known_when_it_comes_back(client, filled, work, bring, kind):
    said = client.get(reverse("exams:exports"), {"file_format": kind}).content.decode()
    row = ask(client, work, kind)

    assert row.item_count + len(row.kept_out) == Item.objects.count()
    assert f"{row.item_count} item" in said
    assert all(code in said for code, _reason in row.kept_out)
    back = bring(fetch(client, row), name="back", area=filled[0] if kind == "aiken" else None)
    assert (back.state, back.format) == ("ready", kind)
    assert (back.outcome["counts"]["new"], back.outcome["counts"]["exists"]) == (0, row.item_count)
    assert row.item_count == FORMATS[kind]


def test_fetching_is_written_down_and_nobody_else_fetches(client, filled, work, trainer, django_user_model):
    row = ask(client, work, "gift", area=filled[0].pk, item_types=["single_choice"])
    assert row.item_count == 1

    assert b"::M1-01::" in fetch(client, row)

    event = AuditEvent.objects.get(action="exams.items_export_fetched")
    assert event.data == {"format": "gift", "items": 1, "sha256": row.file_sha256}
    client.force_login(
        django_user_model.objects.create_user("X", "correct-horse-7"),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    assert client.get(reverse("exams:export_file", kwargs={"public_id": row.public_id})).status_code == 404
    assert client.get(reverse("exams:exports")).status_code == 404


def test_the_newest_wording_of_the_status_counts(client, filled, work, at):
    old = ItemVersion.objects.get(item__code="M1-01")
    ItemVersion.objects.create(
        item=old.item, number=2, item_type="true_false", level=1, stem="新写法", body={}, key={"correct": True}
    )

    assert "新写法".encode() in fetch(client, ask(client, work, "gift"))
    assert "新写法".encode() not in fetch(client, ask(client, work, "gift", status="approved"))


def test_what_is_not_made_yet_says_so_and_what_failed_is_tried_again(client, filled, work, at):
    client.post(reverse("exams:exports"), {"file_format": "gift"})
    row = ItemExport.objects.get()
    waiting = client.get(reverse("exams:export_file", kwargs={"public_id": row.public_id}), follow=True)
    assert "This file is not made yet." in waiting.content.decode()
    Job.objects.filter(key=row.job_key).update(state=JobState.FAILED, finished_at=at)
    assert "Try again" in client.get(reverse("exams:exports")).content.decode()

    client.post(reverse("exams:export_retry", kwargs={"public_id": row.public_id}))
    work()

    assert "Download" in client.get(reverse("exams:exports")).content.decode()
    assert "Kept out" in client.get(reverse("exams:export", kwargs={"public_id": row.public_id})).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_exports_costs_the_same_number_of_queries(client, filled, work, count, django_assert_num_queries):
    for _number in range(count):
        ask(client, work, "aiken")

    with django_assert_num_queries(10):
        shown = client.get(reverse("exams:exports")).content.decode()

    assert shown.count("row-link") == count
