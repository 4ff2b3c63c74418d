"""python -m tests.stack.fill PEOPLE QUESTIONS: write people and one exam into the database of the environment.

Prints them, and who keeps the exam, as one line of JSON; a process of its own, because it runs under the settings of
the server.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime


def main(people: int, questions: int) -> None:
    """Write and print."""
    import django

    django.setup()
    from tests.stack.people import make_examiner, make_paper, make_people

    exam = make_paper(questions, at=datetime.now(UTC)).public_id
    everybody = make_people(people, prefix="F")
    examiner = make_examiner(at=datetime.now(UTC))
    found = {"exam": exam, "people": [asdict(person) for person in everybody], "examiner": asdict(examiner)}
    print(json.dumps(found))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
