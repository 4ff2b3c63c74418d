"""The authoring screens in our colours and words: nothing there leads to another site."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks

FOREIGN_HELP = ("whats-new-in-wagtail-", "editor-guide")


@hooks.register("insert_global_admin_css")
def our_colours() -> str:
    """Load our colours after those of Wagtail."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/authoring.css"))


@hooks.register("insert_editor_js")
def one_page_however_often_it_is_saved() -> str:
    """Load our script beside the editor."""
    return format_html('<script type="module" src="{}"></script>', static("js/authoring.js"))


@hooks.register("construct_help_menu")
def keep_help_that_works_without_the_internet(request: HttpRequest, menu_items: list[Any]) -> None:
    """Take away what leads out of the company network; the shortcuts stay."""
    menu_items[:] = [item for item in menu_items if not item.name.startswith(FOREIGN_HELP)]


@hooks.register("construct_reports_menu")
def leave_out_the_report_on_all_pages(request: HttpRequest, menu_items: list[Any]) -> None:
    """Take the way to the closed report away."""
    menu_items[:] = [item for item in menu_items if item.name != "page-types-usage"]
