"""Rows of what an installation is set up with: places, and the first course."""

from typing import Any

from tests.permissions.rows import Row

LOCATION_KEEPERS = {"*": 403, "hr": 200, "admin": 200, "safety": 200, "trainer": 200}


def location(w: Any) -> dict[str, Any]:
    return {"pk": w.sitting.location_id or 0}


INSTALLATION = [
    Row("people:locations", LOCATION_KEEPERS),
    Row("people:location_new", LOCATION_KEEPERS),
    Row("people:location", LOCATION_KEEPERS, location),
    Row("people:location_retire", {**dict.fromkeys(LOCATION_KEEPERS, 302), "*": 403}, location, "post"),
    Row("courses:begin", {"*": 403, "trainer": 302}),
]
