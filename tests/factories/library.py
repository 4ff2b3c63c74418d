"""Minimal films, pictures and captions. The film has the boxes of a real one, and no frames."""

from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image

from library.models import CustomDocument, CustomImage, Video

CAPTIONS = "WEBVTT\n\n00:00.000 --> 00:02.000\n先通风，再检测\n"


def box(kind: bytes, *payload: bytes) -> bytes:
    body = b"".join(payload)
    return (len(body) + 8).to_bytes(4, "big") + kind + body


def make_mp4(
    *, seconds: int = 95, codec: bytes = b"avc1", handler: bytes = b"vide", scale: int = 1000, data: int = 4000
) -> bytes:
    """Return a file with the boxes that say what it is; `data` bytes stand for the frames."""
    header = box(b"mvhd", bytes(12), scale.to_bytes(4, "big"), (seconds * scale).to_bytes(4, "big"), bytes(80))
    sample = box(b"stsd", bytes(4), (1).to_bytes(4, "big"), box(codec, bytes(70)))
    media = box(b"mdia", box(b"hdlr", bytes(8), handler, bytes(12)), box(b"minf", box(b"stbl", sample)))
    return box(b"ftyp", b"isom", bytes(4)) + box(b"moov", header, box(b"trak", media)) + box(b"mdat", bytes(data))


def make_picture(title: str = "热力小室", **fields: object) -> CustomImage:
    """Store a small picture."""
    content = BytesIO()
    Image.new("RGB", (64, 36), "#a3301c").save(content, "PNG")
    return CustomImage.objects.create(title=title, file=ContentFile(content.getvalue(), "p.png"), **fields)


def make_video(**fields: object) -> Video:
    """Store a film with Chinese captions."""
    values: dict[str, object] = {
        "title": "进入热力小室之前", "poster": make_picture(), "duration_seconds": 95, "captions_zh": CAPTIONS,
        "transcript": "先通风，再检测。", "file": ContentFile(make_mp4(), "v.mp4"), **fields,
    }  # fmt: skip
    return Video.objects.create(**values)


def make_document(title: str = "作业票", **fields: object) -> CustomDocument:
    """Store a small file to read."""
    return CustomDocument.objects.create(title=title, file=ContentFile(b"%PDF-1.7", "permit.pdf"), **fields)
