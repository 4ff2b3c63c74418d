"""Files to read or print."""

from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document


class CustomDocument(AbstractDocument):
    """One file of the library, for whoever may read a lesson that shows it, and for those who keep it.

    It goes through a door of its own (`library.wagtail_hooks`), never by the web server.
    """

    admin_form_fields = Document.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions = [("choose_customdocument", "Can choose document")]
