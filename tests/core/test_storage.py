"""Private files have no address and lie outside what a web server may serve."""

import pytest
from django.conf import settings
from django.core.files.base import ContentFile

from core.storage import private_storage


def test_private_file_lies_below_the_private_folder_and_has_no_address(private_files):
    storage = private_storage()

    name = storage.save("reports/a.txt", ContentFile(b"x"))

    assert (private_files / name).read_bytes() == b"x"
    with pytest.raises(ValueError, match="no address"):
        storage.url(name)


def test_private_folder_is_not_below_the_public_one():
    assert not str(settings.PRIVATE_MEDIA_ROOT).startswith(str(settings.MEDIA_ROOT))


def test_private_file_cannot_be_named_out_of_its_folder():
    with pytest.raises(Exception, match=r"\.\."):
        private_storage().save("../outside.txt", ContentFile(b"x"))
