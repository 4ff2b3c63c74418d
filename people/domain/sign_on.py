"""What a sign-on provider says about a person, reduced to the one thing we match by: the employee number."""

from __future__ import annotations

from collections.abc import Mapping


def employee_no_in(facts: Mapping[str, object], *, claim: str) -> str:
    """Return the stated employee number in upper case; empty when none is stated.

    A list (SAML) must hold exactly one value: two numbers name nobody. Whole numbers are taken as written.
    """
    value = facts.get(claim)
    if isinstance(value, list | tuple):
        value = value[0] if len(value) == 1 else ""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    return value.strip().upper() if isinstance(value, str) else ""


def facts_of_tokens(facts: Mapping[str, object]) -> Mapping[str, object]:
    """Return what an OpenID provider states in its ID token, and in its user information about the same subject.

    Without an ID token, or when the two speak of different subjects, nothing counts. The ID token wins.
    Source: OpenID Connect Core 1.0, 5.3.2.
    """
    token, more = facts.get("id_token"), facts.get("userinfo") or {}
    if not isinstance(token, Mapping) or not isinstance(more, Mapping):
        return {}
    if more and more.get("sub") != token.get("sub"):
        return {}
    return {**more, **token}
