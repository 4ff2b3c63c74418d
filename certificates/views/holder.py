"""What a holder opens: my certificates, the file."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from certificates.models import Certificate
from certificates.permissions import get_certificate_for
from certificates.queries.register import worth
from core import clock


@login_required
@never_cache
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """List my certificates, the newest first; old ones stay."""
    today = clock.local_day(clock.now())
    held = Certificate.objects.filter(person__user=request.user).select_related("credential", "revocation")
    rows = [
        {"certificate": certificate, "standing": worth(certificate, day=today)}
        for certificate in held.order_by("-valid_to", "-pk")
    ]
    return render(request, "certificates/mine.html", {"rows": rows})


@login_required
@never_cache
@require_GET
def file(request: HttpRequest, public_id: str) -> HttpResponse:
    """Send the PDF of a certificate one may see."""
    found = get_certificate_for(request.user, public_id, day=clock.local_day(clock.now()))
    if not found.file:
        messages.info(request, _("The file is being made. Reload in a moment."))
        return redirect("certificates:detail", public_id=public_id)
    return FileResponse(found.file.open("rb"), content_type="application/pdf", filename=f"{found.number}.pdf")
