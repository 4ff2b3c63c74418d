"""What people are given in exams for a time."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from exams.domain.accommodations import LEAST_FACTOR, MOST_FACTOR, Given
from people.models import Person
from people.models.proposal import UNSETTLED, DatedProposal


class WithAccommodation(models.Model):
    """The columns that say what is given."""

    time_factor = models.DecimalField(
        _("time factor"), max_digits=3, decimal_places=2, default=LEAST_FACTOR, db_default=Decimal("1.00")
    )
    larger_print = models.BooleanField(_("larger print"), default=False, db_default=False)
    list_form = models.BooleanField(_("pictures answered from a list"), default=False, db_default=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(time_factor__gte=LEAST_FACTOR, time_factor__lte=MOST_FACTOR),
                name="%(class)s_time_factor_one_to_three",
            )
        ]

    @property
    def given(self) -> Given:
        """Return what is given."""
        return Given(self.time_factor, self.larger_print, self.list_form)


class Accommodation(WithAccommodation, DatedProposal):
    """What one person is given in exams for a time, once a second person approved it. Nothing of it ever changes.

    An attempt keeps what held at its start. The reason concerns health: only who proposes and decides reads it.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="accommodations")

    class Meta:
        verbose_name = _("accommodation")
        verbose_name_plural = _("accommodations")
        constraints = [
            *DatedProposal.Meta.constraints,
            *WithAccommodation.Meta.constraints,
            models.CheckConstraint(
                condition=Q(time_factor__gt=LEAST_FACTOR) | Q(larger_print=True) | Q(list_form=True),
                name="accommodation_gives_something",
            ),
            models.UniqueConstraint(fields=["person"], condition=UNSETTLED, name="accommodation_one_waits"),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.starts_on} – {self.ends_on}"
