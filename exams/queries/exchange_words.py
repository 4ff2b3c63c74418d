"""Codes of the exchange formats in words that say the cure: one table for all readers, writers and checks."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from exams.domain.exchange.sheet_columns import COLUMNS
from exams.enums import Gravity
from exams.item_types.problem_words import PROBLEMS

GRAVITY_WORDS: dict[Gravity, Promise] = {
    Gravity.ERROR: _("error"),
    Gravity.KEPT_OUT: _("left out"),
    Gravity.NOTE: _("note"),
}
FIELD_WORDS: dict[str, Promise] = {
    "options": _("options"),
    "steps": _("steps"),
    "pairs": _("pairs"),
    "answers": _("accepted answers"),
    "rubric": _("rubric"),
    "statements": _("statements"),
    "hazards": _("hazards"),
    "picture": _("picture"),
    "stem": _("stem"),
    "code": _("code"),
    "area": _("content area"),
    "basis": _("basis"),
    "level": _("level"),
    "roles": _("job roles"),
    "points": _("points"),
    "review_by": _("review by"),
    "key": _("right answer"),
}
OPTIONS_TWO = _("There are too few options. Give two at least.")
NO_NUMBER = _("This is no number. Write digits with a point, such as 19.5.")
ONE_NUMBER = _("Several numbers earn different shares here. An item of ours has one value: split it or leave it.")
ONE_TEXT = _("Some texts earn only a part here. Accepted texts of ours earn all: split it or leave it.")
EXCHANGE: dict[str, Promise] = {
    # the whole file
    "file_kind": _("This is no XLSX, Moodle XML, QTI, GIFT or Aiken file. Export it in one of these formats."),
    "file_malformed": _("The file does not keep to its format. Export it again from the system it comes from."),
    "no_items": _("No item was found in the file. Look at the format it was saved in."),
    "too_many_items": _("The file has more than 5,000 items. Split it into parts."),
    "bank_changed": _("The bank has changed since this file was checked: this code is taken now. Check it again."),
    "zip_broken": _("The ZIP package is damaged. Pack it again."),
    "zip_too_many": _("The ZIP package holds more than 3,000 files. Split it into parts."),
    "zip_too_large": _(
        "The ZIP package would unpack to more than is allowed: 20 MB a file, 200 MB in all. Split it."
    ),
    "zip_name": _("A file in the package has a name that leads elsewhere. Pack it again with plain names."),
    "zip_name_twice": _("Two files in the package have the same name. Rename one."),
    "zip_link": _("The package holds a link in place of a file. Pack the file itself."),
    "zip_encrypted": _("The package has a password. Pack it without one."),
    "zip_bomb": _(
        "A file in the package unpacks to more than a hundred times its size. Such packages are refused."
    ),
    "xml_declares_entities": _(
        "The file declares a document type or entities. Such files are refused: remove the DOCTYPE."
    ),
    "xml_broken": _("The XML is damaged at the place named. Export it again."),
    "xml_is_no_quiz": _("The XML holds no questions that we know. Export it as Moodle XML or QTI 2.1."),
    # one item
    "type_unknown": _("This type of question is not known. Choose one from the template."),
    "payload_unfit": _("The parts of this item do not fit together. Write it anew or export it again."),
    "control_character": _("The text holds an invisible control character. Type it anew."),
    "text_too_long": _("A text has more than 10,000 characters. Shorten it."),
    "code_twice": _("This code stands in the file twice. Give each item its own, or none."),
    "code_taken": _("Another question of the bank has this code. Give it another code, or none."),
    "same_in_file": _("The same question stands in the file before, in the line named. Keep one of them."),
    "same_text": _("The bank has a question with the same text. Compare the two before the review."),
    "area_unknown": _("No content area has this code or name. Choose an area for the whole file, or correct it."),
    "area_missing": _("The file names no content area. Choose one for the whole file."),
    "points_out_of_range": _("Points are out of range. Give 0.01 to 999.99, two decimals at most."),
    "points": _("Points are out of range. Give 0.01 to 999.99, two decimals at most."),
    "level_unknown": _("The level is not known. Write 1, 2 or 3."),
    "standard_unknown": _("This standard is not in the registry. Register it, or correct its number."),
    "role_unknown": _("No job role has this code. Take one from the training matrix."),
    "review_by_no_day": _("Write the day as 2026-11-01."),
    # pictures
    "picture_missing": _("A picture is named but not there. Put a file of this name beside the items."),
    "picture_broken": _("A picture inside the file is damaged. Export it again."),
    "picture_name_twice": _("Two different pictures have the same name. Rename one."),
    "picture_too_large": _("The picture has more than 8 MB. Make it smaller."),
    "picture_not_a_picture": _("This is no PNG, JPEG or WebP picture. Save it as one of these."),
    "picture_too_many_pixels": _("The picture has too many pixels. Make it smaller."),
    "picture_too_small": _("The picture is smaller than 32 pixels. Take a larger one."),
    # tables
    "sheet_refused": _("The table cannot be read, for the reason given. Copy the rows into the template."),
    "sheet_column_missing": _("The table lacks this column. Take the headings of the template."),
    "sheet_cell_full": _("Its parts are longer than a cell may be. Take it out as QTI or Moodle XML."),
    "sheet_type": _("A row cannot hold this type. Write such items in the bank itself; it is left out."),
    "sheet_option_gap": _("An option is missing before others. Fill the options from A on without a gap."),
    "sheet_no_answer": _("The answer is missing. Fill it in."),
    "sheet_share": _("A share is no percentage. Write A=50 | B=-50."),
    "sheet_by_letter": _("This belongs to no option. Write A=text | B=text with letters of the options."),
    "sheet_counts_differ": _("There are not as many parts as answers. Write one for each, with | between."),
    "sheet_pair": _("A pair lacks its right side. Write left = right, with | between the pairs."),
    "sheet_rubric": _("A line of the rubric has no share. Write 50 = text, with | between the lines."),
    "sheet_yes_no": _("Write yes or no, or leave it empty."),
    "zip_one_table": _("The package must hold one XLSX table, with the pictures beside it. Pack it so."),
    "zip_kind": _("The package holds neither an XLSX table nor a QTI manifest. Pack one of these."),
    # QTI
    "qti_interaction": _("We have no item type for this kind of interaction. It is left out."),
    "qti_scoring": _("The scoring is finer than ours can be. It is left out."),
    "qti_mapping": _("A value of the mapping is no number. Correct it."),
    "qti_identifiers": _("Identifiers are missing or come twice. Export the item again."),
    "qti_no_declaration": _("The response is not declared. Export the item again."),
    "qti_file_missing": _("The manifest names a file that is not in the package. Pack it again."),
    # GIFT
    "gift_no_answers": _("There are no braces with answers: a text without a question. It is left out."),
    "gift_braces": _("The braces do not fit. Close each one; write \\{ and \\} in texts."),
    "gift_answer_sign": _("An answer begins with neither = nor ~. Put one before it."),
    "gift_weight": _("This weight is no percentage. Write it as %50%."),
    "gift_empty_answer": _("An answer is empty. Write it or take its sign away."),
    "gift_number": NO_NUMBER,
    "gift_several_numbers": ONE_NUMBER,
    "gift_partial_text": ONE_TEXT,
    "gift_pair": _("A pair lacks one of its sides. Write both: = left -> right."),
    # Aiken
    "aiken_no_answer": _("The line ANSWER: is missing. Write it below the options."),
    "aiken_letter_names_no_option": _("The letter of the answer has no option. Write one that stands above."),
    "two_options_at_least": OPTIONS_TWO,
    # Moodle XML
    "moodle_type": _("We have no item type for this kind of question. It is left out."),
    "moodle_fraction": _("A fraction is no percentage. Write −100 to 100."),
    "moodle_wildcard": _("An accepted text has a * for any letters, which ours do not know. Write out the texts."),
    "several_numbers": ONE_NUMBER,
    "several_units": _(
        "Several units earn different values here. An item of ours has one unit: split it or leave it."
    ),
    "partial_text": ONE_TEXT,
    "two_pairs_at_least": _("There are too few pairs. Give two at least."),
    "two_steps_at_least": _("There are too few steps. Give two at least."),
    "marker_without_place": _("A marker has no place on the picture, or no words. Complete it."),
    "marker_shape": _("The outline of a place cannot be read. Draw it as polygon, rectangle or circle."),
    # what a format cannot hold, on the way out
    "format_lacks_type": _("The format has no question of this type."),
    "format_one_blank": _("The format holds one blank a question; this item has several."),
    "format_arrow": _("A text holds an arrow or begins with %, which the format takes for structure."),
    "format_no_distractors": _("The format holds no choices without a match."),
    "format_pairs_in_order": _("The format holds each choice once, in the order of the lines."),
    "aiken_one_right_option": _("The format holds one right option, without shares."),
    "aiken_plain_lines": _("The format holds plain single lines only."),
    "sheet_ten_options": _("A row holds ten options at most."),
    "sheet_signs": _("A row cannot hold this the same way back: a text has signs that part the cells, or notes."),
}


def words_of(code: str) -> str:
    """Return the sentence for a code; every code that a reader, a writer or a check can give has one."""
    return str(EXCHANGE[code] if code in EXCHANGE else PROBLEMS[code])


def field_words(field: str) -> str:
    """Return what a field is called: of an item, or of the table by its heading."""
    if field in FIELD_WORDS:
        return str(FIELD_WORDS[field])
    if field in COLUMNS:
        return COLUMNS[field][0 if (get_language() or "").startswith("zh") else 1]
    return field
