"""Named refusals of the exams floor."""

from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.errors import Refusal


class ExamNotOpen(Refusal):
    """The exam or the sitting takes no attempts at this instant."""

    code = "exam_not_open"
    default_message = _("This exam is not open now. Look at the dates of the sitting.")


class NotOnRoster(Refusal):
    """The person is not a candidate of the sitting."""

    code = "not_on_roster"
    default_message = _("You are not on the roster of this sitting. Speak to the proctor.")


class IdentityNotChecked(Refusal):
    """On site, a proctor has to check identity first."""

    code = "identity_not_checked"
    default_message = _("The proctor has to check who you are before you can start.")


class StartCodeWrong(Refusal):
    """The start code shown in the room is another one by now."""

    code = "start_code_wrong"
    default_message = _("This start code is not right. Type the one that the proctor shows now.")


class CourseNotComplete(Refusal):
    """The course comes before its exam."""

    code = "course_not_complete"
    default_message = _("Complete the course first; then the exam opens.")


class NoAttemptsLeft(Refusal):
    """All attempts are used."""

    code = "no_attempts_left"
    default_message = _("You have used all attempts. Ask your trainer what comes next.")


class MustWait(Refusal):
    """A failed attempt needs some time to learn; `data["until"]` is the instant."""

    code = "must_wait"

    @property
    def message(self) -> str:
        """Return the sentence with the time from which an attempt may begin, in the zone of the company."""
        time = localtime(self.data["until"]).strftime("%Y-%m-%d %H:%M")
        return gettext("After a failed attempt there is a time to learn. You may try again from %(time)s.") % {
            "time": time
        }


class AlreadyPassed(Refusal):
    """The exam is passed and its result stands."""

    code = "already_passed"
    default_message = _("You have passed this exam. Your result stands.")


class ResultAwaited(Refusal):
    """The result of an attempt is not shown yet; the same is said after a pass and after a failure."""

    code = "result_awaited"
    default_message = _(
        "The result of the last attempt is not shown yet. Whether there is another attempt is known after it."
    )


class BankTooSmall(Refusal):
    """The blueprint cannot be satisfied; `data["shortages"]` says what is missing."""

    code = "bank_too_small"
    default_message = _("The item bank does not hold enough approved items for this blueprint.")


class ResponseRefused(Refusal):
    """The message holds something that no screen sends; nothing of it was stored."""

    code = "response_refused"
    default_message = _("This answer could not be read. Reload the page; what was saved is kept.")


class ChoiceFinal(Refusal):
    """A situation has gone on, and another choice was made at this place before."""

    code = "choice_final"
    default_message = _("This choice was made before and is final. Reload the page to see how it went on.")


class TimeIsUp(Refusal):
    """The attempt has ended or its deadline has passed."""

    code = "time_is_up"
    default_message = _("Time is up. Choices made now do not count.")


class OpenElsewhere(Refusal):
    """The pen of the attempt lies with another device."""

    code = "open_elsewhere"
    default_message = _("This paper is open on another device. Open it here to see how to go on at this device.")


class ProctorDecides(Refusal):
    """In a proctored sitting the pen passes to another device by the proctor alone."""

    code = "proctor_decides"
    default_message = _("In this sitting the proctor decides on another device. Ask the proctor.")


class RequestOver(Refusal):
    """What was asked for is answered, or another device was asked for since."""

    code = "request_over"
    default_message = _("This request is over. Look at the roster as it stands now.")


class NotYourOwnAttempt(Refusal):
    """Nobody decides on an attempt of his or her own."""

    code = "not_your_own_attempt"
    default_message = _("This is your own attempt. Somebody else decides on it.")


class DecisionRefused(Refusal):
    """The answers chosen are decided already, count by rule, or were not given in time; or no reason was written."""

    code = "decision_refused"
    default_message = _("These answers cannot be decided so. Look at them as they stand now, and write a reason.")


class NotYourOwnFile(Refusal):
    """Who hands in a file of answers does not decide on them: it takes two persons."""

    code = "not_your_own_file"
    default_message = _("You handed in the file of these answers. Another person decides on them.")


class WrittenAnswerMarked(Refusal):
    """A written answer that nobody waits to mark cannot be replaced."""

    code = "written_answer_marked"
    default_message = _("A written answer can be accepted only while it waits for its marker. Leave it out.")


class PictureRefused(Refusal):
    """The file is no picture that can be shown safely; `data["reason"]` says why."""

    code = "picture_refused"
    default_message = _("This picture cannot be used. Choose a PNG, JPEG or WebP file.")


class ItemNotReady(Refusal):
    """The wording has problems; `data["problems"]` lists them."""

    code = "item_not_ready"
    default_message = _("This item cannot be used yet. Correct what is named below.")


class NeedsSecondPerson(Refusal):
    """Two persons are needed, and the actor is the first."""

    code = "needs_second_person"
    default_message = _("A second person has to do this: you wrote it yourself.")


class AttemptRunning(Refusal):
    """The person has an attempt that runs on a screen."""

    code = "attempt_running"
    default_message = _("An attempt runs on a screen. Hand it in first.")


class SittingTimesWrong(Refusal):
    """A sitting ends after it begins, and not in the past."""

    code = "sitting_times_wrong"
    default_message = _("A sitting ends after it begins, and not in the past. Correct the times.")


class MarkedAlready(Refusal):
    """Somebody else marked this answer meanwhile, or one did so oneself."""

    code = "marked_already"
    default_message = _("This answer has been marked meanwhile. Go on with the next one.")


class NotYourOwnAnswer(Refusal):
    """Nobody marks what he or she wrote."""

    code = "not_your_own_answer"
    default_message = _("This is your own answer. Somebody else marks it.")


class MarkingRefused(Refusal):
    """A line of the rubric was left out or is none."""

    code = "marking_refused"
    default_message = _("Say for every line of the rubric how far it is met.")


class DecisionNeedsReason(Refusal):
    """Who decides between two markers says why."""

    code = "decision_needs_reason"
    default_message = _("Two markers differ. Write why you decide so.")


class ImportOutdated(Refusal):
    """The bank changed since the file was checked; `data["value"]` is the code that is taken now."""

    code = "import_outdated"
    default_message = _("The item bank has changed since this file was checked. Check the file again.")


class CodeTaken(Refusal):
    """The code belongs to another one."""

    code = "code_taken"
    default_message = _("This code is taken. Choose another one.")


class DraftChanged(Refusal):
    """Somebody else saved the draft after it was opened here."""

    code = "draft_changed"
    default_message = _(
        "Somebody else saved this draft meanwhile. Open it in another tab, put in what you wrote, and save there."
    )


class DraftWaits(Refusal):
    """A new wording of the item is begun already."""

    code = "draft_waits"
    default_message = _("A new wording of this item is begun already. Go on with that one.")


class NotInState(Refusal):
    """The wording stands elsewhere on its way from draft to retired."""

    code = "not_in_state"
    default_message = _(
        "The item has gone another step meanwhile, or never stood there. Look at where it stands now."
    )


class NoteEmpty(Refusal):
    """Nothing was written."""

    code = "note_empty"
    default_message = _("Write what others are to read. Nothing was changed.")


class SilenceMadeGood(Refusal):
    """Somebody gave the time for this silence already."""

    code = "silence_made_good"
    default_message = _("The time for this silence was given already.")


class NotYourBank(Refusal):
    """The item or the area belongs to a bank that one may not change."""

    code = "not_your_bank"
    default_message = _("You may read this item but not change it: its area is not yours, or no area was chosen.")
