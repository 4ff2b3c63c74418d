"""Ungraded questions inside a lesson: the answer may be seen, nothing is recorded."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class SelfCheckOptionBlock(blocks.StructBlock):
    """One answer to choose, with what to say to whoever chose it."""

    text = blocks.CharBlock(label=_("Answer"))
    correct = blocks.BooleanBlock(label=_("Right"), required=False)
    feedback = blocks.TextBlock(label=_("Feedback"))


class SelfCheckBlock(blocks.StructBlock):
    """A question to test oneself with."""

    question = blocks.CharBlock(label=_("Question"))
    options = blocks.ListBlock(SelfCheckOptionBlock(), label=_("Answers"), min_num=2)

    class Meta:
        icon = "help"
        label = _("Self-check")
        template = "library/blocks/self_check.html"
