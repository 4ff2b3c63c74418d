"""Models of the exams floor."""

from exams.models.attempt import Attempt, Extension, Incident, Response, ResponseEvent, Score
from exams.models.bank import ContentArea, Item, ItemBasis, ItemText, ItemVersion
from exams.models.exam import BlueprintRow, Exam, ExamForm, FormItem
from exams.models.item_record import ItemNote, LintFinding
from exams.models.paper import Keying, Paper, PaperDecision
from exams.models.picture import ItemPicture
from exams.models.sitting import Candidate, Sitting

__all__ = [
    "Attempt",
    "BlueprintRow",
    "Candidate",
    "ContentArea",
    "Exam",
    "ExamForm",
    "Extension",
    "FormItem",
    "Incident",
    "Item",
    "ItemBasis",
    "ItemNote",
    "ItemPicture",
    "ItemText",
    "ItemVersion",
    "Keying",
    "LintFinding",
    "Paper",
    "PaperDecision",
    "Response",
    "ResponseEvent",
    "Score",
    "Sitting",
]
