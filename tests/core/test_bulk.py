"""Many rows at once, as they are written one by one."""

import pytest

from core.bulk import write_rows
from people.models import RosterChange, RosterUpload

pytestmark = pytest.mark.django_db
NASTY = ["tab\there", "new\nline", "back\\slash", '"quoted"', "\\N", "", "有限空间", "𬱖"]


def test_rows_come_back_as_they_were_written(at, django_assert_num_queries):
    upload = RosterUpload.objects.create(file="a", file_name="a", uploaded_at=at)
    fields = ("upload_id", "record", "record_id", "employee_no", "before", "after")
    rows = [
        (upload.pk, "person_edited", number, text, {"name": text}, {"day": None, "texts": [text]})
        for number, text in enumerate(NASTY)
    ]

    with django_assert_num_queries(1):
        write_rows(RosterChange, fields, iter(rows))

    assert list(RosterChange.objects.order_by("record_id").values_list(*fields)) == rows
