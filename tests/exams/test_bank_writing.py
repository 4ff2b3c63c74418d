"""An item from the first word to retirement, through the screens."""

import pytest
from django.db import DatabaseError
from django.urls import reverse

from core.models import AuditEvent
from exams.actions import authoring
from exams.actions.lint import lint_all
from exams.errors import DraftChanged, NeedsSecondPerson, NotInState
from exams.errors.items import DraftOnRecord
from exams.models import Item, ItemNote, ItemVersion, LintFinding
from library.models import Standard
from tests.exams.test_bank_scope import bank  # noqa: F401 -- the same two branches
from tests.factories.exams import make_item

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def writer(bank, client):  # noqa: F811
    client.force_login(bank.users["b1_trainer"], backend=BACKEND)
    return client


def form_of(client, code):
    """Return what the editor's form would send, as the page shows it."""
    page = client.get(reverse("exams:item_edit", args=[code]))
    context = page.context
    options = context["fields"]["options"]
    fields = {f"f.options.{place}.id": row["id"] for place, row in enumerate(options)}
    return {**fields, "state": context["state"], "area": "M1.1", "level": "1", "points": "1"}


def begun(client):
    client.post(reverse("exams:item_new"), {"type": "single_choice", "code": "M1-900", "area": "M1.1"})
    return form_of(client, "M1-900")


def whole(client, standard):
    data = begun(client)
    texts = {f"f.options.{place}.text": text for place, text in enumerate(["通风", "检测", "作业", "报告"])}
    right = data["f.options.1.id"]
    return {
        **data, **texts, "f.right": right, "stem": "进入前先做什么？", "explanation": "先检测。",
        "b.bases.0.standard": str(standard.pk), "b.bases.0.clause": "5.9.1",
    }  # fmt: skip


def test_a_half_filled_draft_is_kept_and_review_names_each_fault(writer):
    data = begun(writer)
    address = reverse("exams:item_edit", args=["M1-900"])
    writer.post(address, {**data, "stem": "半句", "save": "stay"})
    reply = writer.post(address, {**form_of(writer, "M1-900"), "stem": "半句", "save": "review"})

    version = ItemVersion.objects.get(item__code="M1-900")
    assert (version.stem, version.status) == ("半句", "draft")
    assert reply.status_code == 200
    assert len(reply.context["form"].non_field_errors()) >= 5


def test_adding_a_row_keeps_what_was_typed_and_stores_nothing(writer):
    data = begun(writer)
    reply = writer.post(
        reverse("exams:item_edit", args=["M1-900"]),
        {**data, "f.options.0.text": "通风", "stem": "写到一半", "row": "add:f.options"},
    )

    assert [row["text"] for row in reply.context["fields"]["options"]] == ["通风", "", "", "", ""]
    assert reply.context["form"]["stem"].value() == "写到一半"
    assert ItemVersion.objects.get(item__code="M1-900").stem == ""


def test_the_preview_shows_what_is_typed_without_the_key(writer, bank):  # noqa: F811
    standard = Standard.objects.get()
    data = {**whole(writer, standard), "f.options.0.feedback": "不对，先检测"}
    reply = writer.post(reverse("exams:item_preview", args=["M1-900"]), data)

    text = reply.content.decode()
    assert "进入前先做什么？" in text
    assert "不对，先检测" not in text
    assert "先检测。" not in text


def test_a_second_person_approves_and_the_writer_cannot(writer, bank, client):  # noqa: F811
    data = whole(writer, Standard.objects.get())
    writer.post(reverse("exams:item_edit", args=["M1-900"]), {**data, "save": "review"})
    writer.post(reverse("exams:item_act", args=["M1-900", "approve"]))
    version = ItemVersion.objects.get(item__code="M1-900")
    assert version.status == "in_review"

    client.force_login(bank.users["safety"], backend=BACKEND)
    client.post(reverse("exams:item_act", args=["M1-900", "send-back"]), {"text": ""})
    assert ItemVersion.objects.get(pk=version.pk).status == "in_review"
    client.post(reverse("exams:item_act", args=["M1-900", "approve"]))
    version.refresh_from_db()
    assert (version.status, version.approver) == ("approved", bank.users["safety"])
    assert version.key["correct"] == [data["f.right"]]


def test_whoever_wrote_some_of_it_cannot_approve(bank, at):  # noqa: F811
    first, second = bank.users["b1_trainer"], bank.users["root_trainer"]
    version = authoring.new_version(bank.items["own"], actor=first, at=at)
    wording = authoring.Wording("改过的题", version.body, version.key, "解析", 1, 1, False, None, [])
    held = authoring.save_draft(version, wording, state=authoring.state_of(version), actor=second, at=at)
    authoring.ItemBasis.objects.create(version=held, standard=Standard.objects.get(), clause="1")
    authoring.submit_for_review(held, actor=first, at=at)

    with pytest.raises(NeedsSecondPerson):
        authoring.approve(held, actor=second, at=at)


def test_nobody_writes_over_what_somebody_else_saved(bank, at):  # noqa: F811
    version = authoring.new_version(bank.items["own"], actor=bank.users["b1_trainer"], at=at)
    state = authoring.state_of(version)
    wording = authoring.Wording("甲", version.body, version.key, "解析", 1, 1, False, None, [])
    authoring.save_draft(version, wording, state=state, actor=bank.users["b1_trainer"], at=at)

    with pytest.raises(DraftChanged):
        authoring.save_draft(version, wording, state=state, actor=bank.users["root_trainer"], at=at)


def test_a_draft_is_discarded_and_the_version_before_it_stays(writer, bank, at):  # noqa: F811
    code = bank.items["own"].code
    authoring.new_version(bank.items["own"], actor=bank.users["b1_trainer"], at=at)
    assert "丢弃" in writer.get(reverse("exams:item", args=[code])).content.decode()

    reply = writer.post(reverse("exams:item_discard", args=[code]))

    assert reply.url == reverse("exams:item", args=[code])
    assert list(bank.items["own"].versions.values_list("number", "status")) == [(1, "approved")]
    event = AuditEvent.objects.get(action="exams.item_draft_discarded")
    assert event.data == {"item": code, "number": 2, "with_item": False}


def test_the_item_goes_with_its_only_draft_and_the_code_is_free(writer):
    begun(writer)

    assert writer.post(reverse("exams:item_discard", args=["M1-900"])).url == reverse("exams:bank")
    assert not Item.objects.filter(code="M1-900").exists()
    begun(writer)


def test_a_draft_that_was_sent_back_stays_on_record(writer, bank, at):  # noqa: F811
    data = whole(writer, Standard.objects.get())
    writer.post(reverse("exams:item_edit", args=["M1-900"]), {**data, "save": "review"})
    version = ItemVersion.objects.get(item__code="M1-900")
    authoring.send_back(version, comment="选项太长", actor=bank.users["safety"], at=at)
    version.refresh_from_db()

    with pytest.raises(DraftOnRecord):
        authoring.discard(version, actor=bank.users["b1_trainer"], at=at)
    assert ItemVersion.objects.filter(pk=version.pk).exists()
    assert not AuditEvent.objects.filter(action="exams.item_draft_discarded").exists()


def test_only_a_draft_is_discarded(bank, at):  # noqa: F811
    with pytest.raises(NotInState):
        authoring.discard(bank.items["own"].versions.get(), actor=bank.users["b1_trainer"], at=at)


def test_a_comment_is_kept_as_it_was_written(bank, at):  # noqa: F811
    note = authoring.add_note(bank.items["own"], text="选项太长", actor=bank.users["safety"], at=at)

    with pytest.raises(DatabaseError):
        ItemNote.objects.filter(pk=note.pk).update(text="没事")


def test_many_items_at_once_each_with_its_result(writer, bank, at):  # noqa: F811
    make_item(2, bank.areas["own"], at=at)
    data = {"item": ["M1.1-01", "M1.1-02", "G1-01"], "verb": "retire"}
    asked = writer.post(reverse("exams:bank_many"), data)
    assert set(ItemVersion.objects.values_list("status", flat=True)) == {"approved"}
    assert "M1.1-02" in asked.content.decode()

    reply = writer.post(reverse("exams:bank_many"), {**data, "sure": "yes"})
    assert [(o.item.code, o.is_done) for o in reply.context["outcomes"]] == [("M1.1-01", True), ("M1.1-02", True)]
    assert ItemVersion.objects.get(item__code="G1-01").status == "approved"


def test_chinese_words_are_found_in_stem_options_and_explanation(writer, bank, at):  # noqa: F811
    make_item(2, bank.areas["own"], at=at, stem="**氧含量**不低于 １９．５％", explanation="缺氧会窒息")

    def found(text):
        page = writer.get(reverse("exams:bank"), {"q": text}).context["page"]
        return [version.item.code for version in page.object_list]

    assert found("氧含量不低于") == ["M1.1-02"]
    assert found("窒息 19.5%") == ["M1.1-02"]
    assert found("选项b") == ["M1.1-01", "M1.1-02"]
    assert found("没有这样的话") == []


def test_the_sheet_holds_no_key_and_is_noted(writer):
    reply = writer.get(reverse("exams:bank_file"), {"q": "题"})

    assert reply.status_code == 200
    assert AuditEvent.objects.filter(action="exams.bank_exported").count() == 1


def test_the_lint_names_the_double_and_forgets_what_was_corrected(bank, at):  # noqa: F811
    make_item(2, bank.areas["own"], at=at, stem="第1题")
    lint_all()
    doubles = LintFinding.objects.filter(code="near_duplicate", version__item__area=bank.areas["own"])
    assert {(f.version.item.code, f.other.code) for f in doubles} >= {
        ("M1.1-02", "M1.1-01"),
        ("M1.1-01", "M1.1-02"),
    }

    Item.objects.get(code="M1.1-02").versions.update(status="retired")
    lint_all()
    assert not LintFinding.objects.filter(other__code="M1.1-02").exists()
