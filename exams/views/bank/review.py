"""What waits for a second person."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from core import clock
from exams.enums import ItemStatus
from exams.permissions import visible_items
from exams.queries.bank import WantedItems, bank_rows, matching_items
from exams.queries.bank_counts import user_written
from exams.views.bank.listing import PAGE_SIZE, ask_for_bank


@login_required
@never_cache
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """List what others sent to review, the oldest first; and how many of one's own wait for others."""
    day = clock.local_day(clock.now())
    ask_for_bank(request.user, day=day)
    wanted = WantedItems(status=ItemStatus.IN_REVIEW)
    items = visible_items(request.user, day=day)
    waiting = matching_items(items, wanted, day=day)
    others = waiting.exclude(pk__in=user_written(request.user)).exclude(author=request.user).order_by("pk")
    page = Paginator(others, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": bank_rows(page.object_list, items=items, day=day),
        "own_count": waiting.count() - page.paginator.count,
    }
    return render(request, "exams/bank/review.html", context)
