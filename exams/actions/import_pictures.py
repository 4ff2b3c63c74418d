"""Pictures of an imported file: drawn anew, and under codes that the bank can use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256

from exams.domain.exchange.items import Found, Reading, Trouble
from exams.domain.exchange.picture_names import LONGEST, alt_texts, code_for, names_in, renamed
from exams.domain.pictures import CleanPicture, PictureWrong, clean_picture
from exams.models import ItemPicture


@dataclass(frozen=True, slots=True)
class Brought:
    """One picture of a file as it would be stored."""

    code: str
    alt: str
    picture: CleanPicture


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A reading with codes in place of file names, its pictures, and all codes that the file knows of."""

    reading: Reading
    brought: list[Brought]
    codes: frozenset[str]


def taken_in(reading: Reading) -> TakenIn:
    """Return the reading with codes in place of file names, and the pictures that its items show.

    A picture that the bank has, byte by byte or pixel by pixel, keeps the code it has there; one whose name is
    taken gets its digest into its code. One that cannot be shown is a trouble of the whole file.
    """
    wanted = {name for found in reading.found for name in names_in(found.item)}
    alts = _alts(reading)
    existing = dict(ItemPicture.objects.values_list("sha256", "code"))
    taken = {code.casefold() for code in existing.values()}
    names: dict[str, str] = {}
    brought: dict[str, Brought] = {}
    troubles: list[Trouble] = []
    for name in sorted(wanted & set(reading.pictures)):
        try:
            picture, print_ = _drawn(reading.pictures[name], existing)
        except PictureWrong as wrong:
            troubles.append(Trouble(0, f"picture_{wrong.code}", name, "picture"))
            names[name] = code_for(name)
            continue
        code = existing.get(print_) or _free(code_for(name), print_, taken)
        existing[print_] = names[name] = code
        taken.add(code.casefold())
        said = alts.get(name) or (brought[code].alt if code in brought else code)
        brought[code] = Brought(code, said, picture)
    found = tuple(Found(one.line, renamed(one.item, names)) for one in reading.found)
    renamed_in = replace(reading, found=found, troubles=(*reading.troubles, *troubles))
    return TakenIn(renamed_in, list(brought.values()), frozenset(names.values()))


def _alts(reading: Reading) -> dict[str, str]:
    alts: dict[str, str] = {}
    for found in reading.found:
        alts |= alt_texts(found.item)
    return alts


def _drawn(data: bytes, existing: Mapping[str, str]) -> tuple[CleanPicture, str]:
    # What we exported ourselves is clean already: drawn anew once more, a photograph would become another picture.
    print_ = sha256(data).hexdigest()
    picture = clean_picture(data)
    if print_ in existing:
        picture = replace(picture, content=data)
    return picture, print_ if print_ in existing else picture.sha256


def _free(code: str, print_: str, taken: Iterable[str]) -> str:
    return code if code.casefold() not in taken else f"{code[: LONGEST - 9]}-{print_[:8]}"
