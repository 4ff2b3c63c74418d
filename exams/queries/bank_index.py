"""What the bank holds, as an import asks for it."""

from __future__ import annotations

from exams.domain.exchange.batch import Known, fingerprint
from exams.domain.exchange.items import BankItem
from exams.domain.markup import plain
from exams.models import ContentArea, ItemVersion
from library.models import Standard
from people.models import JobRole

UNTOLD = ""  # no fingerprint: an item that may not be compared


def known(*, areas: frozenset[str], pictures: frozenset[str]) -> Known:
    """Return codes, texts and names of the bank; `areas` and `pictures` are the codes that may be used.

    Of items elsewhere only the codes are told: whoever knows a wording could else learn its key, by bringing it once
    with each option as the right one and seeing which the bank holds. Of every other item the newest wording counts
    for its code; a name that two areas have means neither. Cost: four queries.
    """
    usable = list(
        ContentArea.objects.filter(code__in=areas).order_by("code").values_list("code", "name", "name_en")
    )
    names: dict[str, set[str]] = {}
    for code, *said in usable:
        for name in filter(None, said):
            names.setdefault(name, set()).add(code)
    codes: dict[str, str] = {}
    prints: dict[str, str] = {}
    stems: dict[str, str] = {}
    rows = ItemVersion.objects.order_by("item_id", "number").values_list(
        "item__code", "item__area__code", "item_type", "stem", "body", "key"
    )
    for code, area, item_type, stem, body, key in rows.iterator(2000):
        if area not in areas:
            codes[code.upper()] = UNTOLD
            continue
        print_ = fingerprint(BankItem(item_type, stem, body, key))
        codes[code.upper()] = print_
        prints[print_] = code
        stems.setdefault(plain(stem), code)
    return Known(
        areas={code.upper(): code for code, *_names in usable},
        area_names={name: next(iter(found)) for name, found in names.items() if len(found) == 1},
        standards=frozenset(Standard.objects.values_list("code", flat=True)),
        roles=frozenset(JobRole.objects.filter(is_retired=False).values_list("code", flat=True)),
        pictures=pictures,
        codes=codes,
        prints=prints,
        stems=stems,
    )
