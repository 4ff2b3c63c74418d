"""Every code that a reader, a writer or a check can give has its sentence."""

import re
from pathlib import Path

import exams.domain.exchange as exchange
from exams.domain.exchange.batch import LEFT_OUT, TO_COMPLETE
from exams.queries.exchange_words import words_of

FOLDER = Path(exchange.__file__).parent
# What is raised or said in these ways begins with its code, or has it as second argument.
SAID = re.compile(
    r"""(?:Unreadable|AnswerTrouble|PackageWrong|CellWrong|refused)\(\s*"([a-z_0-9]+)"|Trouble\([^"()]*"([a-z_0-9]+)"|
    Remark\([^"]*"([a-z_0-9]+)"|say\(\s*"([a-z_0-9]+)"|yield\s"([a-z_]+)\"""",
    re.VERBOSE,
)
NO_CODES = {  # item types that readers return
    "single_choice", "multiple_choice", "true_false", "fill_in", "short_answer", "hazard_spotting",
    "all_or_nothing", "option", "picture",
}  # fmt: skip


def test_every_code_has_its_sentence():
    found = {
        code
        for path in FOLDER.glob("*.py")
        for groups in SAID.findall(path.read_text())
        for code in groups
        if code and code not in NO_CODES
    }

    assert len(found) > 70
    assert {code for code in found | LEFT_OUT | TO_COMPLETE if not words_of(code)} == set()
