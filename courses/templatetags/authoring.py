"""What the authoring screens show about a page: its outline and where each part stands."""

from __future__ import annotations

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from core import clock
from courses.enums import PageState
from courses.queries.outline import OutlineRow, outline

register = template.Library()

STATE_LABELS: dict[PageState, Promise] = {
    PageState.DRAFT: _("draft"),
    PageState.IN_REVIEW: _("in review"),
    PageState.SCHEDULED: _("scheduled"),
    PageState.LIVE: _("published"),
    PageState.CHANGED: _("published, with changes not yet published"),
}


@register.filter
def page_state_label(state: PageState) -> Promise:
    """Return where a page stands, in words."""
    return STATE_LABELS[state]


@register.simple_tag
def outline_of(page: Page) -> list[OutlineRow]:
    """Return what lies below a saved page; nothing for one that was never saved."""
    return outline(page, day=clock.local_day(clock.now())) if page.pk else []
