"""What a person is given so that an exam asks for knowledge alone: more time, larger print, lists for pictures."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from decimal import Decimal

LEAST_FACTOR, MOST_FACTOR = Decimal(1), Decimal(3)
# As long as a certificate lasts; then somebody looks again.
MOST_DAYS = 3 * 366


@dataclass(frozen=True, slots=True)
class Given:
    """What holds for one attempt: `time_factor` from 1 to 3, larger print, the list form of pictures with hazards."""

    time_factor: Decimal = LEAST_FACTOR
    larger_print: bool = False
    list_form: bool = False

    @property
    def is_something(self) -> bool:
        """Tell whether anything differs from what everybody has."""
        return self != NOTHING

    @property
    def facts(self) -> dict[str, object]:
        """Return what differs from what everybody has, by name."""
        plain = asdict(NOTHING)
        return {name: value for name, value in asdict(self).items() if value != plain[name]}


NOTHING = Given()


def factor_words(factor: Decimal) -> str:
    """Return a time factor as people write it: ×1.5; empty for 1, which stretches nothing."""
    return f"×{factor.normalize():f}" if factor != LEAST_FACTOR else ""
