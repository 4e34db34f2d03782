"""What a media file of a pack must be: known by its own bytes, never by its name, and unable to run anything. Pure."""

from __future__ import annotations

import io
import re
import zipfile
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

IMAGES = {"png", "jpg", "gif", "webp", "avif", "svg"}
TEXTS = {"vtt", "txt", "csv"}
OFFICE = {
    "docx": "word/document.xml",
    "xlsx": "xl/workbook.xml",
    "pptx": "ppt/presentation.xml",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
}
DOCUMENTS = {"pdf", "mp4", "webm", "mp3", "m4a", *TEXTS, *OFFICE}
MOST_IMAGE_BYTES = 10 * 1024 * 1024
MOST_IN_OFFICE = 5_000
TWIN_ENDINGS = {"jpeg": "jpg"}
MARKUP = re.compile(r"<\s*(?:!doctype|html|head|body|script|svg|iframe|object|embed|\?xml)", re.IGNORECASE)
MACROS = re.compile(r"vbaproject|(^|/)(basic|scripts)/|activex|oleobject", re.IGNORECASE)
SVG = "{http://www.w3.org/2000/svg}"
SVG_PARTS = {
    *("svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "textPath"),
    *("title", "desc", "metadata", "defs", "linearGradient", "radialGradient", "stop", "clipPath", "mask", "pattern"),
    *("marker", "symbol", "use", "style"),
}
LEADS_OUT = re.compile(r"@import|url\((?!\s*['\"]?#)|javascript:|expression\(|<", re.IGNORECASE)


class MediaRefused(ValueError):
    """A file that is not taken; the message says why."""


def ending_of(name: str) -> str:
    """Return the ending of a file's name as packs write it; empty when it has none."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    return TWIN_ENDINGS.get(ending, ending)


def check_media(ending: str, content: bytes) -> None:
    """Raise MediaRefused unless the bytes are what the ending says, and of a kind that packs carry."""
    if ending not in IMAGES | DOCUMENTS:
        raise MediaRefused(f"files that end in .{ending[:10]} are not taken")
    if ending in IMAGES and len(content) > MOST_IMAGE_BYTES:
        raise MediaRefused(f"a picture has at most {MOST_IMAGE_BYTES // 1024 // 1024} MB")
    if ending in TEXTS:
        _check_text(ending, content)
    elif ending in OFFICE:
        _check_office(ending, content)
    elif ending == "svg":
        _check_svg(content)
    elif not _starts_as(ending, content):
        raise MediaRefused(f"it is not what its ending .{ending} says")


def _starts_as(ending: str, content: bytes) -> bool:
    brand = content[8:12] if content[4:8] == b"ftyp" else b""
    return {
        "png": content.startswith(b"\x89PNG\r\n\x1a\n"),
        "jpg": content.startswith(b"\xff\xd8\xff"),
        "gif": content.startswith((b"GIF87a", b"GIF89a")),
        "webp": content.startswith(b"RIFF") and content[8:12] == b"WEBP",
        "avif": brand in {b"avif", b"avis"},
        "pdf": content.startswith(b"%PDF-"),
        "webm": content.startswith(b"\x1aE\xdf\xa3"),
        "mp4": bool(brand) and brand not in {b"M4A ", b"M4B ", b"avif", b"avis"},
        "m4a": brand in {b"M4A ", b"M4B ", b"mp42", b"isom"},
        "mp3": content.startswith(b"ID3") or (content[:1] == b"\xff" and content[1:2] in _MP3_FRAMES),
    }[ending]


_MP3_FRAMES = {b"\xfb", b"\xfa", b"\xf3", b"\xf2", b"\xe3"}


def _check_text(ending: str, content: bytes) -> None:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise MediaRefused("it is not a text in UTF-8") from None
    if "\x00" in text or MARKUP.search(text):
        raise MediaRefused("it holds a program or a web page where plain text belongs")
    if ending == "vtt" and not text.startswith("WEBVTT"):
        raise MediaRefused("it is not a WebVTT file")


def _check_office(ending: str, content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            kind = archive.open("mimetype").read(100).decode("ascii", "replace") if "mimetype" in names else ""
    except (zipfile.BadZipFile, OSError, ValueError, LookupError, RuntimeError, EOFError, OverflowError):
        raise MediaRefused(f"it is not what its ending .{ending} says") from None
    wanted = OFFICE[ending]
    if wanted not in names and wanted != kind:
        raise MediaRefused(f"it is not what its ending .{ending} says")
    if len(names) > MOST_IN_OFFICE or any(MACROS.search(name) for name in names):
        raise MediaRefused("it holds a macro or a program inside it")


def _check_svg(content: bytes) -> None:
    try:
        drawing = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, RecursionError):
        raise MediaRefused("it is not a plain SVG drawing") from None
    if drawing.tag != f"{SVG}svg":
        raise MediaRefused("it is not a plain SVG drawing")
    for part in drawing.iter():
        _check_svg_part(part)


def _check_svg_part(part: Element) -> None:
    name = part.tag.removeprefix(SVG) if isinstance(part.tag, str) else ""
    if name not in SVG_PARTS or (name == "style" and LEADS_OUT.search("".join(part.itertext()))):
        raise MediaRefused(f"the drawing holds <{name[:30] or '?'}>, which could run a program or call another site")
    for attribute, value in part.attrib.items():
        plain = attribute.rpartition("}")[2].lower()
        outward = plain == "href" and not value.startswith("#")
        if plain.startswith("on") or outward or (plain != "href" and LEADS_OUT.search(value)):
            raise MediaRefused(f"the drawing's {plain[:30]} could run a program or call another site")
