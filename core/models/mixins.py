"""Pieces that models of every floor share."""

from django.db import models

from core.identifiers import PUBLIC_ID_LENGTH, public_id


class WithPublicId(models.Model):
    """Adds the random id that addresses use, so that counting tells an outsider nothing."""

    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH, unique=True, default=public_id, editable=False)

    class Meta:
        abstract = True
