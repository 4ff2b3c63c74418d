"""Models of the exams floor."""

from exams.models.accommodation import Accommodation
from exams.models.answer_file import AnswerDecision, AnswerFile
from exams.models.appeal import Appeal
from exams.models.attempt import Attempt, Extension, Incident, Response, ResponseEvent, Score
from exams.models.bank import ContentArea, Item, ItemBasis, ItemText, ItemVersion
from exams.models.blueprint import BlueprintRow, BlueprintSection, EnemyGroup, FixedItem
from exams.models.contact import Contact
from exams.models.correction import KeyCorrection
from exams.models.device import Takeover, TakeoverRequest
from exams.models.exam import Exam, ExamForm, FormItem
from exams.models.form_set import FormSet, FormSetWithdrawal, PreparedForm
from exams.models.item_export import ItemExport
from exams.models.item_import import ImportLine, ImportPicture, ImportRemark, ItemImport
from exams.models.item_record import ItemNote, LintFinding
from exams.models.marking import Marking, MarkingTask
from exams.models.paper import Keying, Paper, PaperDecision
from exams.models.picture import ItemPicture
from exams.models.practice import PracticeAnswer, PracticeQuestion, PracticeRun
from exams.models.release import ReleaseDecision
from exams.models.ruling import Ruling
from exams.models.section_run import SectionRun
from exams.models.sitting import Candidate, Sitting

__all__ = [
    "Accommodation",
    "AnswerDecision",
    "AnswerFile",
    "Appeal",
    "Attempt",
    "BlueprintRow",
    "BlueprintSection",
    "Candidate",
    "Contact",
    "ContentArea",
    "EnemyGroup",
    "Exam",
    "ExamForm",
    "Extension",
    "FixedItem",
    "FormItem",
    "FormSet",
    "FormSetWithdrawal",
    "ImportLine",
    "ImportPicture",
    "ImportRemark",
    "Incident",
    "Item",
    "ItemBasis",
    "ItemExport",
    "ItemImport",
    "ItemNote",
    "ItemPicture",
    "ItemText",
    "ItemVersion",
    "KeyCorrection",
    "Keying",
    "LintFinding",
    "Marking",
    "MarkingTask",
    "Paper",
    "PaperDecision",
    "PracticeAnswer",
    "PracticeQuestion",
    "PracticeRun",
    "PreparedForm",
    "ReleaseDecision",
    "Response",
    "ResponseEvent",
    "Ruling",
    "Score",
    "SectionRun",
    "Sitting",
    "Takeover",
    "TakeoverRequest",
]
