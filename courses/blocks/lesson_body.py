"""What a lesson may be made of."""

from wagtail import blocks

from library.blocks.media import FileBlock, PictureBlock, VideoBlock
from library.blocks.safety import AccidentCaseBlock, HazardNoticeBlock, ProcedureBlock
from library.blocks.self_check import SelfCheckBlock
from library.blocks.text import LimitsTableBlock, TextBlock


class LessonBodyBlock(blocks.StreamBlock):
    """The body of a lesson, block by block."""

    text = TextBlock()
    picture = PictureBlock()
    video = VideoBlock()
    document = FileBlock()
    hazard_notice = HazardNoticeBlock()
    procedure = ProcedureBlock()
    accident_case = AccidentCaseBlock()
    limits_table = LimitsTableBlock()
    self_check = SelfCheckBlock()
