"""Opening a zip file that may be meant to harm."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import PurePosixPath

from learning.assessment.exchange.reading import FileRefused

MOST_FILES = 12_000
MOST_UNPACKED = 60_000_000
TIMES_SMALLER = 200  # honest text packs 3 to 20 times smaller
SMALL = 1_000_000
LINK = 0o120000


def open_archive(data: bytes) -> zipfile.ZipFile:
    """Return a zip file whose names and sizes are fit to be read; raises FileRefused with what is wrong."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise FileRefused("This is not a file that can be unpacked, or it is damaged. Save it again.") from None
    entries = archive.infolist()
    if len(entries) > MOST_FILES:
        raise FileRefused(f"The archive holds more than {MOST_FILES:,} files. Divide it.")
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise FileRefused(f"The archive unpacks to more than {MOST_UNPACKED // 1_000_000} MB. Divide it.")
    for entry in entries:
        _check_entry(entry)
    return archive


def _check_entry(entry: zipfile.ZipInfo) -> None:
    path = PurePosixPath(entry.filename)
    shown = entry.filename[:80]
    if path.is_absolute() or ".." in path.parts or "\\" in entry.filename or ":" in entry.filename:
        raise FileRefused(f"The archive holds a path that leads out of it: {shown}. Nothing was read.")
    if (entry.external_attr >> 16) & 0o170000 == LINK:
        raise FileRefused(f"The archive holds a link: {shown}. Nothing was read.")
    if entry.flag_bits & 0x1:
        raise FileRefused("The archive is locked with a password. Save it without one.")
    if entry.file_size > SMALL and entry.file_size > TIMES_SMALLER * max(1, entry.compress_size):
        raise FileRefused(f"{shown} unpacks to far more than a file of questions would. Nothing was read.")


def read_member(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return one file of an archive."""
    try:
        return archive.read(name)
    except KeyError:
        raise FileRefused(f"The archive lacks {name[:80]}.") from None
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
        raise FileRefused(f"{name[:80]} in the archive is damaged. Save it again.") from None
