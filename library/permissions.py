"""Who may fetch a private file of the library."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import QuerySet
from django.http import Http404

from library.models import Video


def visible_videos(user: AbstractBaseUser) -> QuerySet[Video]:
    """Return the videos that one may watch: all, for every account that is switched on."""
    return Video.objects.all() if user.is_active else Video.objects.none()


def get_video_for(user: AbstractBaseUser, public_id: str) -> Video:
    """Return a video one may watch; Http404 otherwise."""
    video = visible_videos(user).filter(public_id=public_id).first()
    if video is None:
        raise Http404
    return video
