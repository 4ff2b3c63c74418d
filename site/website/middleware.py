"""The security policy of each kind of page."""

from __future__ import annotations

from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

# Wagtail's editor starts its widgets by inline scripts; nothing but the staff area needs this.
STAFF_AREA = {
    "script-src": ["'self'", "'unsafe-inline'"],
    "style-src": ["'self'", "'unsafe-inline'"],
}


class PolicyMiddleware(CSPMiddleware):
    """Sends the strict policy with every page, and a wider one inside Wagtail's admin."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        """Return the parts of the policy for the page at this address."""
        parts = super().get_policy_parts(request, response, report_only)
        if request.path.startswith(reverse("wagtailadmin_home")) and parts.update is None:
            parts.update = STAFF_AREA
        return parts
