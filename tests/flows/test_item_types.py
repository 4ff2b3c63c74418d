"""Every type of question answered on a phone by finger, by keyboard alone, by mouse: what was given is what is kept."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.flows.answering import EXAM_OF_MODULE, questions_of
from tests.flows.people import PHONE, Somebody
from website.demo.organisation import accounts

pytestmark = pytest.mark.browser

NUMBER = {account.label_en: account.employee_no for account in accounts()}["New hire (online)"]
LEAST_TOUCH = 44


def middle(hazard: dict) -> tuple[float, float]:
    """Return the middle of the first two corners' box: inside every outline of the demo drawings."""
    xs, ys = zip(*[(float(x), float(y)) for x, y in hazard["polygon"]], strict=True)
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


class Mouse:
    """Answers by clicks."""

    def press(self, place: Locator) -> None:
        """Click a control."""
        place.click()

    def choose(self, box: Locator) -> None:
        """Click on the words of a row."""
        box.locator("xpath=ancestor::label").click()

    def write(self, field: Locator, text: str) -> None:
        """Click into a field and type."""
        field.click()
        field.page.keyboard.type(text)


class Finger:
    """Answers by taps."""

    def write(self, field: Locator, text: str) -> None:
        """Tap a field that is large enough, and type."""
        self.press(field)
        field.page.keyboard.type(text)

    def press(self, place: Locator) -> None:
        """Tap a control that is large enough for a glove."""
        place.wait_for()  # the script of its type may still be on its way
        box = place.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= LEAST_TOUCH, place
        place.tap()

    def choose(self, box: Locator) -> None:
        """Tick by a tap on the whole row."""
        self.press(box.locator("xpath=ancestor::label"))

    def select(self, field: Locator, value: str) -> None:
        """Choose from the list of a field."""
        field.select_option(value)

    def spot(self, page: Page, question: Locator, hazard: dict) -> None:
        """Tap the hazard on the enlarged picture."""
        picture = question.locator("[data-picture]")
        box = picture.bounding_box()
        assert box is not None
        x, y = middle(hazard)
        picture.tap(position={"x": box["width"] * x, "y": box["height"] * y})


class Keys:
    """Answers with the keyboard alone."""

    def write(self, field: Locator, text: str) -> None:
        """Type into the field that has the focus."""
        field.focus()
        field.page.keyboard.type(text)

    def press(self, place: Locator) -> None:
        """Press Enter on a button."""
        place.focus()
        place.press("Enter")

    def choose(self, box: Locator) -> None:
        """Tick with the space bar."""
        box.focus()
        box.press("Space")

    def select(self, field: Locator, value: str) -> None:
        """Go down in the list of a field until the value is reached."""
        field.focus()
        places = field.evaluate("field => [...field.options].map((option) => option.value)")
        for _step in range(places.index(value)):
            field.press("ArrowDown")

    def spot(self, page: Page, question: Locator, hazard: dict) -> None:
        """Move the cross from wherever it is to the hazard, and set a mark."""
        picture = question.locator("[data-picture]")
        picture.focus()
        for _step in range(50):  # to the corner, where counting begins
            picture.press("ArrowLeft")
            picture.press("ArrowUp")
        x, y = middle(hazard)
        for _step in range(round(x / 0.02)):
            picture.press("ArrowRight")
        for _step in range(round(y / 0.02)):
            picture.press("ArrowDown")
        picture.press("Enter")


def answer(
    hand: Mouse | Finger | Keys, page: Page, question: Locator, kind: str, body: dict, key: dict, value: Any
) -> None:
    """Answer one question right with one kind of hand; `value` is that answer by the names on the paper."""
    if kind in ("single_choice", "multiple_choice", "true_false"):
        for option in value if isinstance(value, list) else [str(value).lower()]:
            hand.choose(question.locator(f"input[value='{option}']"))
    elif kind in ("numeric", "fill_in"):
        for blank, text in value.items():
            hand.write(question.locator(f"[data-blank='{blank}']"), text)
    elif kind == "short_answer":
        hand.write(question.locator("textarea"), value)
    elif kind == "matching":
        for left, right in value.items():
            hand.select(question.locator(f"select[data-left='{left}']"), right)
    elif kind == "ordering":
        order(hand, question, value)
    elif kind == "case":
        for part in body["parts"]:
            holder = question.locator(f"[data-part='{part['id']}']")
            part_id = part["id"]
            answer(hand, page, holder, part["item_type"], part["body"], key[part_id], value[part_id])
    elif kind == "branching":
        for made, choice in enumerate(value["path"]):
            question.locator(f".branch[data-step='{made}']").wait_for()
            hand.choose(question.locator(f"input[value='{choice}']"))
            hand.press(question.locator("button[name='branch']"))
        question.locator("[data-over]").wait_for()
    else:
        spot(hand, page, question, body, key)


def order(hand: Finger | Keys, question: Locator, value: list[str]) -> None:
    """Put steps in order with the buttons; say so where the order is right from the start."""
    for place, step in enumerate(value):
        row = question.locator(f"[data-step='{step}']")
        for _move in range(len(value)):
            steps = question.locator(".order-step").evaluate_all("rows => rows.map((row) => row.dataset.step)")
            if steps.index(step) == place:
                break
            hand.press(row.locator("[data-move='-1']"))
        assert question.locator(".order-step").nth(place).get_attribute("data-step") == step
    confirm = question.locator("[data-confirm]")
    if confirm.is_visible():
        hand.press(confirm)


def spot(hand: Finger | Keys, page: Page, question: Locator, body: dict, key: dict) -> None:
    """Mark every hazard on the picture, take one mark away and set it again, and say what is asked."""
    hand.press(question.locator("[data-enlarge]"))
    hazards = key["hazards"]
    for hazard in hazards:
        hand.spot(page, question, hazard)
    marks = question.locator(".spot-marks > li")
    assert marks.count() == len(hazards) == question.locator(".spot-mark").count()
    hand.press(marks.last.get_by_role("button"))
    assert marks.count() == len(hazards) - 1
    hand.spot(page, question, hazards[-1])
    for row, hazard in zip(marks.all(), hazards, strict=True):
        for ask in body["asks"]:
            hand.select(row.locator(f"[data-ask='{ask}']"), hazard[ask])


@pytest.mark.parametrize(("module", "hand"), [("M1", Finger()), ("M3", Keys())], ids=["finger", "keyboard"])
def test_every_type_is_answered(running_site, browser, module, hand):
    candidate = Somebody(browser, running_site, size=PHONE, touch=isinstance(hand, Finger))
    candidate.sign_in(NUMBER)
    exam = running_site.prepare(EXAM_OF_MODULE.format(module=module, code=f"ALL-{module}"))
    candidate.go(f"/exams/{exam}/")
    candidate.press("开始考试")
    page = candidate.page
    page.wait_for_selector(".palette")
    asked = questions_of(running_site, page)
    for one in asked:
        answer(hand, page, one.place, one.kind, one.body, one.key, one.right)
    page.wait_for_selector("#save-state[data-state='saved']")
    page.reload()
    expect(page.locator(".palette .is-answered")).to_have_count(len(asked))
    candidate.look()
    candidate.press("检查并交卷")
    page.wait_for_url("**/summary/")
    candidate.press("确认交卷")
    page.wait_for_url("**/result/")
    expect(page.get_by_text("100 %")).to_be_visible()
    assert page.locator(".overlay polygon.missed").count() == 0
    assert page.locator(".overlay polygon.found").count() > 0
    candidate.look()
    candidate.leave()


# A written answer, a situation that goes on, and words to fill in: in every form, whatever is drawn elsewhere.
ITEMS = {"W2-01": "short_answer", "M1-204": "branching", "M1-202": "fill_in"}
HANDS = {"mouse": Mouse(), "finger": Finger(), "keyboard": Keys()}
EXAMS = """
from exams.models import BlueprintRow, Exam, FixedItem, ItemVersion
for hand in {hands}:
    exam = Exam.objects.create(code="BY-" + hand, title="手 " + hand, requires_course=False, is_open=True)
    for version in ItemVersion.objects.filter(item__code__in={items}, status="approved").select_related("item__area"):
        FixedItem.objects.create(exam=exam, item=version.item)
        BlueprintRow.objects.create(exam=exam, area=version.item.area, item_type=version.item_type, count=1)
    print(exam.public_id)
"""


@pytest.fixture(scope="module")
def exams(running_site):
    """One exam for each hand."""
    made = running_site.prepare(EXAMS.format(hands=list(HANDS), items=list(ITEMS)))
    return dict(zip(HANDS, made.split(), strict=True))


@pytest.mark.parametrize("by", HANDS)
def test_words_and_situations_are_answered_by_every_hand(running_site, browser, exams, by):
    candidate = Somebody(browser, running_site, size=PHONE, touch=by == "finger")
    candidate.sign_in(NUMBER)
    candidate.go(f"/exams/{exams[by]}/")
    candidate.press("开始考试")
    page = candidate.page
    page.wait_for_selector(".flag")
    asked = questions_of(running_site, page)
    assert sorted(one.kind for one in asked) == sorted(ITEMS.values())
    for one in asked:
        answer(HANDS[by], page, one.place, one.kind, one.body, one.key, one.right)
    expect(page.locator("#save-state")).to_have_text("3 题答案已全部保存到服务器。")

    page.reload()
    expect(page.locator(".palette .is-answered")).to_have_count(len(asked))
    for one in asked:
        if one.kind == "short_answer":
            expect(one.place.locator("textarea")).to_have_value(one.right)
        elif one.kind == "fill_in":
            for blank, text in one.right.items():
                expect(one.place.locator(f"[data-blank='{blank}']")).to_have_value(text)
        else:
            expect(one.place.locator("[data-over]")).to_be_visible()
            expect(one.place.locator(".branch-path > li")).to_have_count(len(one.right["path"]))
    candidate.leave()
