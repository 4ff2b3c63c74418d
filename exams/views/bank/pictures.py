"""The pictures of the bank that one may see: looked at, added."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core import clock
from core.errors import Refusal
from exams.actions.pictures import add_picture
from exams.forms.pictures import PictureForm
from exams.permissions import kept_areas
from exams.permissions.pictures import visible_pictures
from exams.views.bank.listing import ask_for_bank

PAGE_SIZE = 24


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def pictures(request: HttpRequest) -> HttpResponse:
    """List the pictures with their codes, and take in another; a script gets its answer as JSON."""
    now = clock.now()
    day = clock.local_day(now)
    ask_for_bank(request.user, day=day)
    may_write = kept_areas(request.user, day=day).exists()
    form = PictureForm(request.POST or None, request.FILES or None)
    is_script = request.headers.get("Accept") == "application/json"
    if request.method == "POST":
        if not may_write:
            raise PermissionDenied
        if form.is_valid():
            try:
                added = add_picture(form.content(), actor=request.user, at=now, **form.words())
            except Refusal as refusal:
                form.refuse(refusal)
            else:
                if is_script:
                    return JsonResponse({"code": added.code, "alt": added.alt})
                messages.success(request, _("The picture is in the bank."))
                return redirect("exams:bank_pictures")
        if is_script:
            return JsonResponse({"errors": [text for texts in form.errors.values() for text in texts]}, status=422)
    page = Paginator(visible_pictures(request.user, day=day).order_by("-pk"), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    context = {"form": form, "page": page, "may_write": may_write}
    return render(request, "exams/bank/pictures.html", context)
