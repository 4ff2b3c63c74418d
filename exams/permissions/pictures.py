"""Who may see which pictures of the item bank, and put them into items."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from exams.models import FormItem, ItemPicture, ItemVersion
from exams.permissions import kept_exams, may_see_bank, visible_items
from exams.permissions.results import kept_versions
from exams.queries.pictures import codes_shown, pictures_of_version
from people.models import User


def _readable(user: User, *, day: date) -> QuerySet[ItemVersion]:
    return ItemVersion.objects.filter(item__in=visible_items(user, day=day).values("pk"))


def visible_pictures(user: User, *, day: date) -> QuerySet[ItemPicture]:
    """Return the pictures that one may look up and put into items: those of items one reads, and one's own.

    Cost: one query for their codes, besides the one of the answer.
    """
    own = Q(uploaded_by=user) | Q(pk__in=user.brought_pictures.values("pk"))
    return ItemPicture.objects.filter(own | Q(code__in=codes_shown(_readable(user, day=day))))


def get_picture_for(user: User, code: str, *, day: date) -> ItemPicture:
    """Return a picture one may see in the bank, or in marking and analysis of an exam one keeps; Http404 otherwise."""
    picture = ItemPicture.objects.filter(code=code).first()
    if picture is None or not may_see_bank(user, day=day):
        raise Http404
    if picture.uploaded_by_id == user.pk or user.brought_pictures.filter(pk=picture.pk).exists():
        return picture
    in_kept_forms = FormItem.objects.filter(
        version=OuterRef("pk"), form__attempt__exam__in=kept_exams(user, day=day).values("pk")
    )
    readable = Q(item__in=visible_items(user, day=day).values("pk"))
    kept = Q(pk__in=kept_versions(user, day=day).values("pk"))
    seen = ItemVersion.objects.filter(readable | kept | Exists(in_kept_forms))
    if code not in codes_shown(seen, code=code):
        raise Http404
    return picture


def unseen_pictures(user: User, version: ItemVersion, *, day: date) -> list[str]:
    """Return the codes that a wording names but one may not see; to name one would open it, today or later."""
    named = pictures_of_version(version)
    if not named:
        return []
    return sorted(named - set(visible_pictures(user, day=day).values_list("code", flat=True)))
