"""Takes pictures into the item bank."""

from __future__ import annotations

from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction

from core import audit
from exams.domain.pictures import CleanPicture, PictureWrong, clean_picture
from exams.errors import PictureRefused
from exams.models import ItemPicture
from people.models import User


@transaction.atomic
def add_picture(
    data: bytes,
    *,
    code: str,
    alt: str,
    actor: User | None,
    at: datetime,
    alt_en: str = "",
    credit: str = "",
) -> ItemPicture:
    """Store a picture under a new code; one that is there already, pixel by pixel, is returned as it is.

    Raises PictureRefused with the reason: too_large, not_a_picture, too_many_pixels, too_small, no_alt, code_taken.
    """
    return keep_picture(_cleaned(data), code=code, alt=alt, actor=actor, at=at, alt_en=alt_en, credit=credit)


@transaction.atomic
def keep_picture(
    picture: CleanPicture,
    *,
    code: str,
    alt: str,
    actor: User | None,
    at: datetime,
    alt_en: str = "",
    credit: str = "",
) -> ItemPicture:
    """Store what was drawn anew before; see `add_picture`. Raises PictureRefused: no_alt, code_taken."""
    if not alt.strip():
        raise PictureRefused(data={"reason": "no_alt"})
    existing = ItemPicture.objects.filter(sha256=picture.sha256).first()
    if existing is not None:
        if actor is not None:
            existing.brought_by.add(actor)
        return existing
    if ItemPicture.objects.filter(code=code).exists():
        raise PictureRefused(data={"reason": "code_taken"})
    added = ItemPicture.objects.create(
        code=code,
        file=ContentFile(picture.content, name=f"{picture.sha256}.{picture.extension}"),
        sha256=picture.sha256,
        content_type=picture.content_type,
        width=picture.width,
        height=picture.height,
        alt=alt.strip(),
        alt_en=alt_en.strip(),
        credit=credit,
        uploaded_by=actor,
        uploaded_at=at,
    )
    audit.record(
        action="exams.picture_added", actor=actor, target=added, at=at, data={"code": code, "sha256": added.sha256}
    )
    return added


def _cleaned(data: bytes) -> CleanPicture:
    try:
        return clean_picture(data)
    except PictureWrong as wrong:
        raise PictureRefused(data={"reason": wrong.code}) from wrong
