"""The roster template: headings, drop-downs for units, roles and types, one example row on a second sheet."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from people.domain.roster import HEADINGS, PERSON_TYPES, REQUIRED
from people.models import JobRole, Unit

ROWS = 20_000


def write_template(path: Path) -> None:
    """Write the template as XLSX; Chinese headings, which the import reads in any order."""
    units = list(Unit.objects.filter(valid_to=None).order_by("code").values_list("code", "name"))
    roles = list(JobRole.objects.filter(is_retired=False).order_by("code").values_list("code", "name"))
    types = [label for label in PERSON_TYPES if not label.isascii()]
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        head = book.add_format({"bold": True, "bg_color": "#DCECEC", "border": 1})
        must = book.add_format({"bold": True, "bg_color": "#F8E3DD", "border": 1})
        text = book.add_format({"num_format": "@"})
        sheet, lists = book.add_worksheet(_("Roster")), book.add_worksheet(_("Codes"))
        for column, (field, labels) in enumerate(HEADINGS.items()):
            sheet.set_column(column, column, 16, text)
            sheet.write_string(0, column, labels[0], must if field in REQUIRED else head)
        sheet.freeze_panes(1, 0)
        for column, (title, rows) in enumerate(((_("Unit code"), units), (_("Job role code"), roles))):
            lists.write_row(0, column * 3, [title, pgettext("thing", "Name")], head)
            for number, row in enumerate(rows, start=1):
                lists.write_row(number, column * 3, row)
        lists.set_column(0, 5, 18)
        fields = list(HEADINGS)
        sources = {
            "unit_code": f"='{lists.get_name()}'!$A$2:$A${len(units) + 1}",
            "role_code": f"='{lists.get_name()}'!$D$2:$D${len(roles) + 1}",
            "person_type": types,
        }
        for field, source in sources.items():
            column = fields.index(field)
            sheet.data_validation(1, column, ROWS, column, {"validate": "list", "source": source})
