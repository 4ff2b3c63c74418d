"""The PDF of a certificate: what is printed is exactly what was meant, or nothing is."""

import hashlib
import io
import shutil
import subprocess

import pypdf
import pytest
from PIL import Image

from certificates.exports import fonts
from certificates.exports.certificate_pdf import CertificateContent, MissingGlyphs, render_certificate
from certificates.exports.seal import seal

NAMES = [
    "王小暖",
    "欧阳娜娜",
    "买买提·吐尔逊",
    "玛依努尔·阿卜杜热合曼·阿卜杜克热木·买买提江·依明尼亚孜",
    "䶮㛃𠮷",
    "O'Neil & <b>Sons",
]


def content(name: str = "王小暖", **changes: object) -> CertificateContent:
    values = {
        "number": "AN-M1-2026-000123-K",
        "holder_name": name,
        "statement": "完成规定的培训课程并通过考试，经考核合格，特发此证。",
        "rows": (
            ("工号", "000123"),
            ("培训课程", "有限空间作业安全　8学时"),
            ("有效期", "2026年11月24日至2027年11月23日"),
        ),
        "issuer": "示例热力集团",
        "issued_on": "2026年11月24日",
        "basis": "依据：《中华人民共和国安全生产法》第二十八条。",
        "verify_url": "https://train.example.cn/verify/0123456789ABCDEFGHJK/",
        "verify_code": "01234-56789-ABCDE-FGHJK",
    }
    return CertificateContent(**{**values, **changes})


def read(pdf: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf))


@pytest.mark.parametrize("name", NAMES)
def test_name_is_printed_exactly(name, tmp_path):
    (tmp_path / "a.pdf").write_bytes(render_certificate(content(name)))
    text = subprocess.run(["pdftotext", "a.pdf", "-"], cwd=tmp_path, capture_output=True, text=True, check=True)

    assert name in text.stdout.split("\n")


def test_certificate_is_one_landscape_page_of_moderate_size_with_embedded_faces():
    pdf = render_certificate(content(NAMES[3]))
    reader = read(pdf)
    [page] = reader.pages

    assert [round(float(side) / 72 * 25.4) for side in page.mediabox[2:]] == [297, 210]
    assert len(pdf) <= 300_000
    faces = {str(font.get_object()["/BaseFont"]) for font in page["/Resources"]["/Font"].values()}
    assert {face.partition("+")[2] for face in faces if "+" in face} == {"AnnuanSans-Regular", "AnnuanSerif-Bold"}


@pytest.mark.parametrize("name", ["王😀", "王\ue000"], ids=["emoji", "private use"])
def test_missing_character_stops_the_certificate(name):
    with pytest.raises(MissingGlyphs) as stopped:
        render_certificate(content(name))

    assert stopped.value.characters == [name[1]]


def test_markup_in_a_name_is_text():
    assert "<b>李四" in read(render_certificate(content("<b>李四"))).pages[0].extract_text()


@pytest.mark.parametrize(
    "payload",
    ['<img src="http://127.0.0.1:9/x"/>', '<img src="../../manage.py"/>', "[[qr]]", "{{ settings.SECRET_KEY }}"],
)
def test_markup_in_any_field_stays_text_and_fetches_nothing(payload):
    text = read(render_certificate(content(rows=(("岗位", payload),)))).pages[0].extract_text()

    assert payload.replace(" ", "") in text.replace("\n", "").replace(" ", "")


@pytest.mark.skipif(not shutil.which("zbarimg"), reason="zbarimg reads the printed QR code")
def test_printed_qr_code_leads_to_the_check(tmp_path):
    (tmp_path / "a.pdf").write_bytes(render_certificate(content()))
    subprocess.run(["pdftoppm", "-r", "150", "-png", "-singlefile", "a.pdf", "a"], cwd=tmp_path, check=True)
    answer = subprocess.run(["zbarimg", "-q", "--raw", "a.png"], cwd=tmp_path, capture_output=True, text=True)

    assert answer.stdout.strip() == content().verify_url


def test_built_faces_are_those_of_the_checksums():
    sums = (fonts.FOLDER / "SHA256SUMS").read_text(encoding="ascii").split()

    for digest, name in zip(sums[::2], sums[1::2], strict=True):
        assert hashlib.sha256((fonts.FOLDER / name).read_bytes()).hexdigest() == digest


def test_faces_hold_every_character_of_gb2312():
    characters = "".join(
        bytes([high, low]).decode("gb2312", "ignore") for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF)
    )

    assert len(characters) == 6763
    assert fonts.missing_glyphs(characters) == []


def test_seal_bears_the_issuer_and_no_other_name():
    pictures = [
        read(render_certificate(content(issuer=name))).pages[0].images for name in ("示例热力集团", "暖城热力")
    ]
    ours, theirs = ({hashlib.sha256(image.data).hexdigest() for image in page} for page in pictures)

    assert len(ours & theirs) == len(ours) - 1  # ground and QR code are the same
    assert seal("暖城热力") != seal("示例热力集团")


@pytest.mark.parametrize("issuer", ["暖", "北京市热力集团有限责任公司", "Example District Heating Group Limited"])
def test_seal_leaves_room_for_its_purpose_whatever_the_name(issuer):
    lower = [Image.open(io.BytesIO(seal(name))).crop((0, 255, 360, 360)).tobytes() for name in (issuer, "")]

    assert lower[0] == lower[1]
