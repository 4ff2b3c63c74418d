"""Builds the two faces of certificates from Debian's Noto CJK fonts.

    python certificates/fonts/build_fonts.py /usr/share/fonts/opentype/noto

The same input gives the same bytes: timestamps are fixed. Each face gets a PostScript name of its own, because
two subsets of one name in a document would hide each other's characters.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont
from xhtml2pdf.opentype import _truetype_outlines

HERE = Path(__file__).parent
SIMPLIFIED_CHINESE = 2  # place of the SC face in the collections
FACES = {
    "AnnuanSans-Regular": ("NotoSansCJK-Regular.ttc", "Annuan Sans"),
    "AnnuanSerif-Bold": ("NotoSerifCJK-Bold.ttc", "Annuan Serif"),
}
# Characters of names outside GBK that registries of persons do hold.
RARE = (
    "䶮㛃㐂𠮷𬭎𠅤㚱㭎㳇䒟䢺䴔䴖䴗䴙𣗋𣲗𣲘𤩽𥔲𥖨𦈡𦒍𦝼𦭜𧿹𨐈𨙸𨚕𨟠𨭉𨱇𨱏𨱑𨱔𨺙𩽾𩾃𩾌𪟝𪣻𪤗𪨰𪨶𪩘𪾢𫄧𫄨𫄷𫄸"
    "𫇭𫌀𫍣𫍯𫍲𫍽𫐄𫐐𫐓𫑡𫓧𫓯𫓶𫓹𫔍𫔎𫔶𫖮𫖯𫖳𫗧𫗴𫘜𫘝𫘦𫘧𫘨𫘪𫘬𫚕𫚖𫚭𫛭𫞩𫟅𫟦𫟹𫟼𫠆𫠊𫠜𫢸𫫇𫭟𫭢𫭼𫮃𫰛𫵷𫶇"
    "𫷷𫸩𬀩𬀪𬂩𬃊𬇕𬇙𬇹𬉼𬊈𬊤𬌗𬍛𬍡𬍤𬒈𬒔𬒗𬕂𬘓𬘘𬘡𬘩𬘫𬘬𬘭𬘯𬙂𬙊𬙋𬜬𬜯𬞟𬟁𬟽𬣙𬣞𬣡𬣳𬤇𬤊𬤝𬨂𬨎𬩽𬪩𬬩𬬭𬬮"
    "𬬱𬬸𬬹𬬻𬬿𬭁𬭊𬭎𬭚𬭛𬭤𬭩𬭬𬭭𬭯𬭳𬭶𬭸𬭼𬮱𬮿𬯀𬯎𬱖𬱟𬳵𬳶𬳽𬳿𬴂𬴃𬴊𬶋𬶍𬶏𬶐𬶟𬶠𬶨𬶭𬶮𬷕𬸘𬸚𬸣𬸦𬸪𬹼𬺈𬺓"
)


def gbk_characters() -> set[str]:
    """Return every character that GBK holds, and printable ASCII."""
    found = {chr(code) for code in range(0x20, 0x7F)}
    for lead in range(0x81, 0xFF):
        for trail in range(0x40, 0xFF):
            try:
                found.add(bytes([lead, trail]).decode("gbk"))
            except UnicodeDecodeError:
                continue
    return found


def build(source: Path, *, name: str, family: str) -> Path:
    """Write one subset face with TrueType outlines and return its path."""
    font: TTFont = TTCollection(str(source)).fonts[SIMPLIFIED_CHINESE]
    options = subset.Options(layout_features=[], name_IDs=[0, 13, 14], notdef_outline=True, hinting=False)
    cutter = subset.Subsetter(options)
    cutter.populate(text="".join(gbk_characters()) + RARE + "·•—–“”‘’…№℃Ω②")
    cutter.subset(font)
    font.recalcTimestamp = False
    font["head"].modified = font["head"].created
    font.recalcBBoxes = True
    _truetype_outlines(font)
    style = name.partition("-")[2]
    for place, text in {1: family, 2: style, 3: f"{name};1", 4: f"{family} {style}", 6: name, 16: family}.items():
        font["name"].setName(text, place, 3, 1, 0x409)
    target = HERE / f"{name}.ttf"
    font.save(target)
    return target


def main() -> None:
    """Build all faces and write their checksums."""
    folder = Path(sys.argv[1])
    lines = []
    for name, (file, family) in FACES.items():
        built = build(folder / file, name=name, family=family)
        lines.append(f"{hashlib.sha256(built.read_bytes()).hexdigest()}  {built.name}\n")
    (HERE / "SHA256SUMS").write_text("".join(lines), encoding="ascii")


if __name__ == "__main__":
    main()
