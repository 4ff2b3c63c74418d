"""Files of items from upload by preview to drafts, as a trainer sees it."""

import base64
import io

import openpyxl
import pytest
from django.urls import reverse

from core.models import AuditEvent, Job, JobState
from exams.models import ImportLine, ImportPicture, Item, ItemBasis, ItemImport, ItemPicture, ItemVersion
from exams.queries.bank_index import known
from tests.exams.exchange.conftest import SAMPLES, png
from tests.factories.exams import make_item

pytestmark = pytest.mark.django_db

AIKEN = (SAMPLES / "aiken.txt").read_bytes()
GIFT = (SAMPLES / "gift.txt").read_bytes()
MOODLE = (SAMPLES / "moodle.xml").read_bytes().replace(b"@PICTURE@", base64.b64encode(png()))


def page(client, row, name="exams:import", **query) -> str:
    return client.get(reverse(name, kwargs={"public_id": row.public_id}), query).content.decode()


def press(client, row, name):
    return client.post(reverse(name, kwargs={"public_id": row.public_id}), follow=True).content.decode()


def remarks(row) -> list[tuple]:
    return list(row.remarks.order_by("number", "pk").values_list("number", "gravity", "code", "value"))


def apply(client, row, work):
    press(client, row, "exams:import_apply")
    work()
    row.refresh_from_db()
    return row


def test_aiken_comes_in_as_drafts_of_the_importer(client, bring, bank, work, trainer, at):
    row = bring(AIKEN, area=bank[0])
    assert (row.state, row.format, row.outcome["counts"]["new"]) == ("ready", "aiken", 2)
    assert not Item.objects.exists()
    shown = page(client, row)
    assert "进入有限空间之前，首先做什么？" in shown
    assert "Import 2 items" in shown

    apply(client, row, work)

    assert (row.state, row.applied_at) == ("applied", at)
    versions = ItemVersion.objects.select_related("item").order_by("item__code")
    assert [(v.item.code, v.status, v.author, v.approver, v.level) for v in versions] == [
        ("M1-001", "draft", trainer, None, 2), ("M1-002", "draft", trainer, None, 2)
    ]  # fmt: skip
    assert AuditEvent.objects.filter(action="exams.items_imported").get().data["created"] == 2
    done = page(client, row)
    assert f'href="{reverse("exams:bank")}?status=draft"' in done
    assert f'<a href="{reverse("exams:item", args=["M1-001"])}">M1-001</a>' in done


def test_an_item_without_an_area_is_described_without_a_gap(client, bring, bank):
    shown = page(client, bring(AIKEN))

    assert "single choice · points: 1" in shown


def test_the_same_file_twice_changes_nothing(client, bring, bank, work):
    apply(client, bring(MOODLE, name="m.xml", area=bank[0]), work)
    before = list(ItemVersion.objects.order_by("pk").values())

    again = bring(MOODLE, name="renamed.xml", area=bank[0])

    assert (again.outcome["counts"]["new"], again.outcome["counts"]["exists"]) == (0, len(before))
    shown = page(client, again)
    assert "This very file was imported before." in shown
    assert "Nothing is new" in shown
    apply(client, again, work)
    assert list(ItemVersion.objects.order_by("pk").values()) == before
    assert ItemPicture.objects.count() == 1


def test_moodle_sample_with_pictures_areas_and_what_is_left_out(client, bring, work):
    row = bring(MOODLE, name="m.xml")

    assert (row.state, row.format, row.outcome["counts"]["new"]) == ("ready", "moodle_xml", 8)
    assert [(number, value) for number, gravity, code, value in remarks(row) if gravity == "kept_out"] == [
        (95, "description"), (99, "cloze"), (103, "calculated")
    ]  # fmt: skip
    shown = page(client, row)
    assert "<script>alert" not in shown
    assert f'src="/bank/imports/{row.public_id}/pictures/meter/"' in shown
    picture = client.get(reverse("exams:import_picture", kwargs={"public_id": row.public_id, "code": "meter"}))
    assert (picture.status_code, picture["Content-Type"]) == (200, "image/png")

    apply(client, row, work)

    assert dict(Item.objects.values_list("area__code", "area__name")) == {"M1": "有限空间", "M2": "检测"}
    choice = ItemVersion.objects.get(stem__contains="第一项")
    assert choice.stem.endswith("![四合一气体检测仪](picture:meter)")
    assert (str(choice.points), choice.explanation) == ("2.00", "先测氧，再测可燃气，最后测有毒气体。")
    several = ItemVersion.objects.get(item_type="multiple_choice")
    assert (several.stem, several.key["weights"]) == ("监护人应当做到哪些？", {"a": "0.5", "b": "0.5", "c": "-1"})
    # Both names hold one picture: it is stored once.
    assert ItemVersion.objects.get(item_type="hazard_spotting").body["picture"] == "meter"
    assert list(ItemPicture.objects.values_list("code", "alt")) == [("meter", "四合一气体检测仪")]


def test_gift_sample(bring, bank):
    row = bring(GIFT)

    assert (row.state, row.format) == ("ready", "gift")
    assert [line.payload["item_type"] for line in row.lines.order_by("position")] == [
        "single_choice", "multiple_choice", "single_choice", "true_false", "numeric", "numeric", "fill_in",
        "matching", "single_choice", "short_answer",
    ]  # fmt: skip
    assert [code for _number, gravity, code, _value in remarks(row) if gravity == "kept_out"] == [
        "gift_no_answers", "gift_several_numbers"
    ]  # fmt: skip


def test_errors_stop_the_whole_file_and_are_downloaded(client, bring, bank, work):
    content = b"Fine. {T}\n\nBroken {=a ~b\n\nWhich? {~a ~b}\n\n::X1::One. {T}\n\n::X1::Two. {F}"
    row = bring(content, area=bank[0])

    assert row.state == "refused"
    assert remarks(row) == [
        (3, "error", "gift_braces", "Broken"), (5, "error", "none_correct", "a"),
        (7, "error", "code_twice", "X1"), (9, "error", "code_twice", "X1"),
    ]  # fmt: skip
    assert "Nothing was imported." in page(client, row)
    assert apply(client, row, work).state == "refused"
    assert not Item.objects.exists()
    sent = client.get(reverse("exams:import_remarks_file", kwargs={"public_id": row.public_id}))
    book = openpyxl.load_workbook(io.BytesIO(b"".join(sent.streaming_content)))
    rows = list(book.active.iter_rows(values_only=True))
    assert rows[0] == ("Line, row or place", "Weight", "Field", "Found", "What to do")
    assert [row[0] for row in rows[1:]] == [3, 5, 7, 9]
    assert rows[3] == (
        7,
        "error",
        "code",
        "X1",
        "This code stands in the file twice. Give each item its own, or none.",
    )


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("$CATEGORY: 没有这个\n\nOne. {T}", "area_unknown"),
        ("One. {T}", "area_missing"),
        ('// annuan {"bases":[["GB 0","1"]]}\n$CATEGORY: M1\nOne. {T}', "standard_unknown"),
        ('// annuan {"roles":["R99"]}\n$CATEGORY: M1\nOne. {T}', "role_unknown"),
        ('// annuan {"level":7}\n$CATEGORY: M1\nOne. {T}', "level_unknown"),
        ('// annuan {"points":"0.001"}\n$CATEGORY: M1\nOne. {T}', "points_out_of_range"),
        ('// annuan {"review_by":"2026-13-01"}\n$CATEGORY: M1\nOne. {T}', "review_by_no_day"),
        ("$CATEGORY: M1\nLook ![x](picture\\:nothing). {T}", "picture_missing"),
        ("$CATEGORY: M1\n::M1-01::Another question. {T}", "code_taken"),
        ("$CATEGORY: M1\nOne. {T}\n\nOne. {T}", "same_in_file"),
        ("$CATEGORY: M1\nOne\x07. {T}", "control_character"),
        ("plain words", "file_kind"),
        ("<html/>", "xml_is_no_quiz"),
        ('// annuan {"ids":["a","b"]}\nHow many? {#3}', "file_malformed"),
    ],
)
def test_what_does_not_fit_the_bank_is_named(client, bring, bank, at, content, code):
    make_item(1, bank[0], at=at)

    row = bring(content.encode())

    assert (row.state, code in [found for _n, _g, found, _v in remarks(row)]) == ("refused", True)
    assert page(client, row)


def test_same_words_as_an_item_of_the_bank_are_a_note(bring, bank, at):
    make_item(1, bank[0], at=at)

    row = bring("第1题 {T}".encode(), area=bank[0])

    assert (row.state, remarks(row)) == ("ready", [(1, "note", "same_text", "M1-01")])


def test_items_of_areas_that_are_not_ones_own_tell_their_codes_and_no_more(bank, at):
    make_item(1, bank[0], at=at)
    make_item(1, bank[1], at=at)

    held = known(areas=frozenset({"M1"}), pictures=frozenset())

    assert held.codes["M2-01"] == ""
    assert (set(held.codes), set(held.prints.values()), set(held.stems.values())) == (
        {"M1-01", "M2-01"}, {"M1-01"}, {"M1-01"}
    )  # fmt: skip


def test_a_bank_that_changed_meanwhile_refuses_all_of_it(client, bring, bank, work, at):
    row = bring(b"::M1-07::One. {T}\n\n::M1-08::Two. {F}", area=bank[0])
    make_item(8, bank[0], at=at)

    apply(client, row, work)

    assert (row.state, Item.objects.count()) == ("refused", 1)
    assert remarks(row) == [(0, "error", "bank_changed", "M1-08")]
    assert "The bank has changed" in page(client, row)


def test_bases_and_level_come_with_our_own_notes(client, bring, bank, work, trainer):
    note = '// annuan {"bases":[["GB 46768-2025","5.9.1"]],"level":3,"is_critical":true,"review_by":"2027-01-01"}'
    apply(client, bring(f"{note}\n$CATEGORY: M2\nOne. {{T}}".encode()), work)

    version = ItemVersion.objects.get()
    assert list(version.writers.all()) == [trainer]
    assert version.text.words.startswith("one")
    assert (version.level, version.is_critical, str(version.review_by)) == (3, True, "2027-01-01")
    assert list(ItemBasis.objects.values_list("standard__code", "clause")) == [("GB 46768-2025", "5.9.1")]


def test_cancelled_it_leaves_nothing_behind_but_the_file(
    client, bring, bank, work, django_capture_on_commit_callbacks
):
    row = bring(MOODLE, name="m.xml", area=bank[0])
    stored = ImportPicture.objects.filter(upload=row).first().file
    with django_capture_on_commit_callbacks(execute=True):
        assert "The item bank is as it was." in press(client, row, "exams:import_cancel")

    row.refresh_from_db()
    assert (row.state, ImportLine.objects.count(), ImportPicture.objects.count()) == ("cancelled", 0, 0)
    assert not stored.storage.exists(stored.name)
    assert apply(client, row, work).state == "cancelled"
    assert "too late" in press(client, row, "exams:import_cancel")
    press(client, row, "exams:import_again")
    work()
    assert ItemImport.objects.latest("pk").state == "ready"


def test_what_failed_for_good_is_tried_again(client, bring, bank, work, at):
    row = bring(AIKEN, area=bank[0])
    press(client, row, "exams:import_apply")
    row.refresh_from_db()
    Job.objects.filter(key=row.job_key).update(state=JobState.FAILED, finished_at=at)
    assert "could not finish" in page(client, row)

    press(client, row, "exams:import_retry")
    work()

    row.refresh_from_db()
    assert row.state == "applied"
    assert "Nothing has failed here." in press(client, row, "exams:import_retry")


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_number_of_queries(client, bring, bank, count, django_assert_num_queries):
    for number in range(count):
        bring(AIKEN, name=f"{number}.txt", area=bank[0])

    with django_assert_num_queries(11):
        shown = client.get(reverse("exams:imports")).content.decode()

    assert shown.count("row-link") == count


@pytest.mark.parametrize("count", [1, 3])
def test_preview_costs_the_same_number_of_queries(client, bring, bank, count, django_assert_num_queries):
    row = bring("\n\n".join(f"Claim {n}. {{T}}" for n in range(count)).encode(), area=bank[0])

    with django_assert_num_queries(9):
        shown = page(client, row)

    assert shown.count("data-preview") == count


def test_imports_are_found_by_name_and_state(client, bring, bank):
    bring(AIKEN, name="first.txt", area=bank[0])
    bring(b"nothing", name="second.txt")

    assert "first.txt" not in client.get(reverse("exams:imports"), {"q": "SECOND"}).content.decode()
    assert "second.txt" not in client.get(reverse("exams:imports"), {"state": "ready"}).content.decode()
    assert "No file fits." in client.get(reverse("exams:imports"), {"q": "third"}).content.decode()
