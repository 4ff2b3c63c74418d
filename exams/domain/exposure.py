"""Which items were seen too often of late."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

# Below so many forms a share says nothing: the first form alone would wear all its items out.
LEAST_FORMS = 20


def worn(uses: Collection[tuple[int, int]], *, percent: int) -> frozenset[int]:
    """Return the items that were in more than `percent` of the forms; `uses` are pairs of form and item.

    None while there are fewer than LEAST_FORMS forms.
    """
    forms = {form for form, _item in uses}
    if len(forms) < LEAST_FORMS:
        return frozenset()
    counts = Counter(item for _form, item in set(uses))
    return frozenset(item for item, count in counts.items() if count * 100 > percent * len(forms))
