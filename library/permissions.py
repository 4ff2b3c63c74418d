"""Who may fetch a private file of the library, and who keeps a video."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Model
from django.http import Http404
from wagtail.permission_policies.collections import CollectionPermissionPolicy

from library.models import Video

# Rights on videos are rights on their collections, as Wagtail has it for pictures and documents.
VIDEO_POLICY = CollectionPermissionPolicy(Video)

# What lets somebody read a file. The floors above say so when they start: the library knows no course and no unit.
READERS: list[Callable[[Any, Model, date], bool]] = []


def may_read(user: AbstractBaseUser, found: Model, *, day: date) -> bool:
    """Tell whether one may read a document or watch a video: for a reason of some floor above, else not."""
    return user.is_active and any(reads(user, found, day) for reads in READERS)


def get_video_for(user: AbstractBaseUser, public_id: str, *, day: date) -> Video:
    """Return a video one may watch; Http404 otherwise, whether there is one or not."""
    video = Video.objects.filter(public_id=public_id).first()
    if video is None or not may_read(user, video, day=day):
        raise Http404
    return video
