"""Where files lie: those that have no address, and the static files of production."""

from __future__ import annotations

import os
from functools import cache

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage, storages
from whitenoise.storage import CompressedManifestStaticFilesStorage


class PrivateFileSystemStorage(FileSystemStorage):
    """Files below PRIVATE_MEDIA_ROOT, read when used; asking for an address is an error."""

    @property
    def base_location(self) -> str:
        """Return the folder as set."""
        return str(settings.PRIVATE_MEDIA_ROOT)

    @property
    def location(self) -> str:
        """Return the folder as an absolute path."""
        return os.path.abspath(self.base_location)  # noqa: PTH100 -- the base class compares strings

    def url(self, name: str | None) -> str:
        """Refuse: a view that checks rights sends these files."""
        raise ValueError("Private files have no address; a view that checks rights sends them.")


def private_storage() -> Storage:
    """Return the store of certificates, reports and rosters, as a model field wants it."""
    return storages["private"]


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Static files named by their content, so that browsers keep them for ever; scripts name their modules so too."""

    support_js_module_import_aggregation = True

    @cache  # noqa: B019 -- there is one such store a process, and what it answers never changes while that runs
    def url(self, name: str | None, force: bool = False) -> str:
        """Return the address of a file; a page asks for a dozen."""
        return str(super().url(name, force))
