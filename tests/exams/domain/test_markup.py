"""The small markup: what it makes of a text, what it leaves alone, and that nothing unsafe ever comes out."""

import re
import tomllib
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.paths import SITE_DIR
from exams.domain.markup import blocks, line, picture_codes, plain

ALLOWED = {"p", "br", "strong", "em", "sub", "sup", "ul", "ol", "li", "table", "tr", "th", "td", "img"}


def address(code):
    return f"/p/{code}/"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("先通风", "先通风"),
        ("**先通风**、再检测", "<strong>先通风</strong>、再检测"),
        ("请*注意*这里", "请<em>注意</em>这里"),
        ("H~2~S 10 mg/m^3^", "H<sub>2</sub>S 10 mg/m<sup>3</sup>"),
        ("15~30分、20~25分", "15~30分、20~25分"),
        ("L*E*C = 3*6*15", "L*E*C = 3*6*15"),
        (r"\*不是斜体\*", "*不是斜体*"),
        ('a < b & c > "d"', "a &lt; b &amp; c &gt; &quot;d&quot;"),
        ("一\n二", "一<br>二"),
        ("![站 <1>](picture:st-1)", '<img src="/p/st-1/" alt="站 &lt;1&gt;">'),
        ("![x](http://evil/)", "![x](http://evil/)"),
        ("![**x**](picture:a)", '<img src="/p/a/" alt="**x**">'),
    ],
)
def test_line(text, html):
    assert line(text, picture=address) == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("一\n\n二", "<p>一</p><p>二</p>"),
        ("看：\n- 一\n- 二", "<p>看：</p><ul><li>一</li><li>二</li></ul>"),
        ("1. 一\n2. 二", "<ol><li>一</li><li>二</li></ol>"),
        ("3. 三", '<ol start="3"><li>三</li></ol>'),
        (r"1\. 不是列表", "<p>1. 不是列表</p>"),
        (
            "| 气体 | 读数 |\n|---|---|\n| O~2~ | 20.9 |",
            "<table><tr><th>气体</th><th>读数</th></tr><tr><td>O<sub>2</sub></td><td>20.9</td></tr></table>",
        ),
    ],
)
def test_blocks(text, html):
    assert blocks(text) == html


def test_picture_without_an_address_is_its_words():
    assert line("看![图一](picture:a)") == "看图一"


def test_plain_keeps_the_words_alone():
    text = "**测** H~2~S\n- 一\n\n| a | b |\n|--|--|\n![图](picture:st-1) \\*x\\*"

    assert plain(text) == "测 H2S 一 a b 图 *x*"
    assert picture_codes(text) == ["st-1"]


def demo_texts():
    for path in sorted((SITE_DIR / "website" / "demo" / "items").glob("m?.toml")):
        for item in tomllib.loads(path.read_text(encoding="utf-8"))["items"]:
            yield from (item["stem"], item["explanation"], *(option["text"] for option in item.get("options", [])))


def test_texts_written_before_the_markup_stay_as_they_are():
    texts = [text for text in demo_texts() if not re.search(r"[*^|]|~|^[-0-9]", text)]

    assert len(texts) > 400
    for text in texts:
        assert unescape(line(text)) == text.strip()


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, tuple(name for name, _value in attrs)))


SIGNS = st.text(alphabet="ab1 *~^|!-[]()\\<>\"'&\n:picture\ue001\ue120", max_size=60)


@given(SIGNS)
def test_only_known_tags_come_out_and_no_attribute_but_of_pictures_and_lists(text):
    parser = Tags()
    parser.feed(blocks(text, picture=address))

    for tag, attributes in parser.found:
        assert tag in ALLOWED
        assert attributes in {(), ("src", "alt"), ("start",)}
    assert "\ue001" not in blocks(text) + plain(text)


@given(SIGNS)
def test_text_without_signs_is_kept_word_by_word(text):
    simple = re.sub(r"[^ab1 ]", "", text)

    assert unescape(line(simple)) == simple.strip()
    assert plain(simple).split() == simple.split()
