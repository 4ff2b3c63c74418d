"""How sets of forms meet their screens."""

from __future__ import annotations

from django import template

from exams.queries.form_comparison import percent
from exams.queries.form_sets import letters_of

register = template.Library()

register.filter("letters", letters_of)
register.filter("percent", percent)
