"""Who gets what from the authoring screens that Wagtail brings. One entry per address; the build fails without it.

Asked are a stranger, everybody of the matrix who writes no courses ("outsiders"), the trainer of the whole group
and one who is trainer and approver in the branch beside the one whose page, picture, document and video are named.
"""

from __future__ import annotations

from dataclasses import dataclass

SHOWN, POST_ONLY, GONE = "shown", "by POST only", "there is no such thing"
SIGN_IN, REFUSED, LED = "to the sign-in page", "back to the start page, with a message", "led on"

OUTSIDERS = ("hr", "self", "colleague", "manager", "safety", "auditor", "proctor", "admin")
AUTHORS = ("trainer", "other_approver")


@dataclass(frozen=True)
class Group:
    """Addresses that answer alike: what the author of all gets, the author elsewhere, and an outsider."""

    trainer: str
    elsewhere: str
    names: tuple[str, ...]
    outsider: str = SIGN_IN
    anonymous: str = SIGN_IN

    def answer(self, actor: str) -> str:
        """Return what an actor gets."""
        if actor == "anonymous":
            return self.anonymous
        return {"trainer": self.trainer, "other_approver": self.elsewhere}.get(actor, self.outsider)


def below(prefix: str, names: str) -> tuple[str, ...]:
    return tuple(f"{prefix}:{name}" for name in names.split())


def top(names: str) -> tuple[str, ...]:
    return tuple(f"wagtailadmin_{name}" for name in names.split())


# Screens and lists that show to each author one's own part.
FOR_AUTHORS = (
    *top("home account dismissibles tag_autocomplete choose_page choose_page_search choose_page_chosen_multiple"),
    *top("choose_page_external_link choose_page_email_link choose_page_phone_link choose_page_anchor_link"),
    "wagtailadmin_api:pages:listing",
    *below("wagtailadmin_pages", "search search_results type_use type_use_results"),
    *below("wagtailadmin_reports", "workflow workflow_results workflow_tasks workflow_tasks_results"),
    *below("wagtailadmin_reports", "site_history site_history_results aging_pages aging_pages_results"),
    *below("videos", "index index_results add"),
    *below("videos_chooser", "choose choose_results chosen_multiple"),
    *below("wagtailimages", "index index_results add add_multiple"),
    *below("wagtailimages_chooser", "choose choose_results chosen_multiple create"),
    *below("wagtaildocs", "index index_results add add_multiple"),
    *below("wagtaildocs_chooser", "choose choose_results chosen_multiple create"),
)
# What names one page, picture, document or video.
OF_ONE_PAGE = (
    "wagtailadmin_explore", "wagtailadmin_explore_results", "wagtailadmin_choose_page_child", "wagtail_bulk_action",
    *below("wagtailadmin_pages", "add preview_on_add usage edit preview_on_edit view_draft move_confirm copy"),
    *below("wagtailadmin_pages", "confirm_workflow_cancellation revisions_view revisions_revert revisions_compare"),
    *below("wagtailadmin_pages", "workflow_history workflow_history_detail history history_results"),
)  # fmt: skip
OF_ONE_FILE = (
    *below("videos", "edit history history_results usage"),
    "videos_chooser:chosen",
    *below("wagtailimages", "edit delete preview image_usage"),
    *below("wagtailimages_chooser", "chosen select_format"),
    *below("wagtaildocs", "edit delete document_usage"),
    "wagtaildocs_chooser:chosen",
)
# What belongs to the installation: nobody but whoever runs it.
OF_THE_INSTALLATION = (
    *below("wagtailadmin_collections", "index add edit set_privacy"),
    *below("wagtailadmin_workflows", "index index_results add disable edit usage usage_results add_task"),
    *below("wagtailadmin_workflows", "select_task_type task_index task_index_results edit_task disable_task"),
    *below("wagtailsites", "index index_results add edit delete history history_results usage copy"),
    *below("wagtailsnippets", "index"),
)
# Accounts and rights are kept on the site; the rest breaks on purpose, tells of all units, or asks nobody who he is.
CLOSED = (
    *below("wagtailusers_users", "index index_results add edit delete history history_results usage copy"),
    *below("wagtailusers_groups", "index index_results add edit delete history history_results usage"),
    *below("wagtailadmin_api:images", "listing detail find"),
    *below("wagtailadmin_api:documents", "listing detail find"),
    *below("wagtailadmin_reports", "page_types_usage page_types_usage_results"),
    "wagtailadmin_api:pages:action",
    "wagtailadmin_error_test",
    "/cms/test404/",
    "wagtailadmin_password_reset",
    "wagtailadmin_password_reset_done",
    "wagtailadmin_password_reset_confirm",
    "wagtailadmin_password_reset_complete",
)

GROUPS = [
    Group(SHOWN, SHOWN, FOR_AUTHORS),
    Group(SHOWN, GONE, (*OF_ONE_PAGE, *OF_ONE_FILE), outsider=GONE),
    Group(SHOWN, GONE, ("wagtailadmin_api:pages:detail",)),
    Group(LED, GONE, below("wagtailadmin_pages", "add_subpage revisions_index"), outsider=GONE),
    # Taking away, moving and unpublishing is for approvers; nothing is closed to groups, nor planned.
    Group(
        REFUSED,
        GONE,
        below("wagtailadmin_pages", "delete unpublish move set_page_position set_privacy revisions_unschedule"),
        outsider=GONE,
    ),
    Group(REFUSED, GONE, ("videos:delete",), outsider=GONE),  # films are replaced
    Group(POST_ONLY, GONE, below("wagtailadmin_pages", "lock unlock"), outsider=GONE),
    Group(POST_ONLY, GONE, below("wagtailimages", "edit_multiple delete_multiple"), outsider=GONE),
    Group(POST_ONLY, GONE, below("wagtaildocs", "edit_multiple delete_multiple"), outsider=GONE),
    # The trainer of all is no approver. That one who is approves from the same addresses is told in test_authoring.py.
    Group(
        REFUSED,
        GONE,
        below("wagtailadmin_pages", "workflow_action collect_workflow_action_data workflow_preview"),
        outsider=GONE,
    ),
    # Never switched on: copies that follow another page, and addresses of pictures in any size.
    Group(GONE, GONE, below("wagtailadmin_pages", "convert_alias"), outsider=GONE),
    Group(GONE, GONE, below("wagtailimages", "url_generator url_generator_output"), outsider=GONE),
    Group(LED, LED, ("wagtailadmin_explore_root",)),
    Group(SHOWN, LED, ("wagtailadmin_pages:choose_parent",)),  # with one course there is nothing to choose
    Group(REFUSED, SHOWN, below("wagtailadmin_reports", "locked_pages locked_pages_results")),  # for approvers
    Group(REFUSED, REFUSED, ("videos_chooser:create",)),
    Group(REFUSED, REFUSED, OF_THE_INSTALLATION),
    Group(GONE, GONE, ("wagtailadmin_collections:delete",)),
    Group(POST_ONLY, POST_ONLY, below("wagtailadmin_workflows", "enable enable_task remove")),
    Group(
        GONE,
        GONE,
        below("wagtailadmin_workflows", "task_chooser task_chooser_results task_chooser_create task_chosen"),
        outsider=GONE,
    ),
    Group(POST_ONLY, POST_ONLY, ("wagtailadmin_logout",)),
    Group(POST_ONLY, POST_ONLY, below("wagtailadmin_editing_sessions", "ping release")),
    Group(
        POST_ONLY, POST_ONLY, below("wagtailimages", "create_multiple_from_uploaded_image delete_upload_multiple")
    ),
    Group(
        POST_ONLY, POST_ONLY, below("wagtaildocs", "create_multiple_from_uploaded_document delete_upload_multiple")
    ),
    # They name what is not there: an address to find, a block without its name, tags of a model without tags.
    Group(
        GONE,
        GONE,
        ("wagtailadmin_api:pages:find", "wagtailadmin_block_preview", "wagtailadmin_tag_model_autocomplete"),
    ),
    Group(GONE, GONE, CLOSED, outsider=GONE, anonymous=GONE),
    Group(SIGN_IN, SIGN_IN, ("wagtailadmin_login",)),
    # The same for everybody: symbols and words of the screens.
    Group(
        SHOWN, SHOWN, ("wagtailadmin_sprite", "wagtailadmin_javascript_catalog"), outsider=SHOWN, anonymous=SHOWN
    ),
]

# What of the first branch nobody of the other may read anywhere in the lists: pages, files, and who wrote them.
UNSEEN = ("课程M1", "课程M8", "课程M9", "图B1", "文B1", "片B1", "COLLEAGUE")
