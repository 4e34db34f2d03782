"""The archive of a pack: a ZIP file whose signed manifest names every file in it with its hash.

A pack comes from outside. Nothing in it is believed before its manifest's signature and every hash have been checked,
nothing is ever extracted to a path, and no part is read beyond its stated size.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from learning.sharing.rules.rich_text import UNKEEPABLE
from learning.sharing.rules.signing import fingerprint, is_signed_by, public_key_of, sign

FORMAT = "golden-thread-pack/1"
MANIFEST, SIGNATURE = "manifest.json", "signature"
PART_NAME = re.compile(r"(frameworks|pages|questions|media)/[A-Za-z0-9][A-Za-z0-9_-]{0,99}(\.[a-z0-9]{1,5})?")
MOST_PARTS = 5_000
MOST_BYTES = 200 * 1024 * 1024
MOST_PART_BYTES = 50 * 1024 * 1024
MOST_MANIFEST_BYTES = 2 * 1024 * 1024
MOST_VERSIONS = 1_000_000
LONGEST = {"title": 200, "publisher": 200}
# All that the standard library was seen to raise on archives with changed bytes (tests/sharing/test_archive.py).
BROKEN_ARCHIVE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    LookupError,
    RuntimeError,
    OverflowError,
)
EPOCH = (1980, 1, 1, 0, 0, 0)  # the same pack is the same bytes, whenever it is made


class PackRefused(ValueError):
    """A file that is not taken in; the message names the place and says what to do."""


@dataclass(frozen=True)
class Manifest:
    """What a pack says of itself, signed by who made it."""

    name: str
    title: str
    version: int
    publisher: str
    public_key: str
    made_at: str
    notes: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)

    def as_bytes(self) -> bytes:
        """Return the manifest in its one canonical form, the bytes that are signed."""
        return json.dumps(
            {"format": FORMAT, **vars(self), "parts": dict(self.parts)},
            ensure_ascii=False,
            sort_keys=True,
            separators=(",", ":"),
        ).encode()


@dataclass(frozen=True)
class Pack:
    """A pack that has been checked: its manifest, its documents and its media."""

    manifest: Manifest
    documents: Mapping[str, dict[str, Any]]
    media: Mapping[str, bytes]


def write_pack(manifest: Manifest, parts: Mapping[str, bytes], private_key: bytes) -> bytes:
    """Return the bytes of a signed pack. The same content gives the same bytes."""
    parts = dict(sorted(parts.items()))
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in parts.items()}
    fields = {**vars(manifest), "parts": hashes, "public_key": public_key_of(private_key)}
    signed = Manifest(**fields).as_bytes()
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        everything = {MANIFEST: signed, SIGNATURE: sign(private_key, signed).encode(), **parts}
        for name, content in everything.items():
            archive.writestr(zipfile.ZipInfo(name, EPOCH), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def document(data: Mapping[str, Any]) -> bytes:
    """Return a document of a pack in its one canonical form."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1).encode()


def read_pack(content: bytes, known_keys: Collection[str]) -> Pack:
    """Return a pack that somebody known signed and nobody touched since; raise PackRefused otherwise."""
    if len(content) > MOST_BYTES:
        raise PackRefused(f"The file is larger than {MOST_BYTES // 1024 // 1024} MB. Ask for a smaller pack.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _read(archive, known_keys)
    except PackRefused:
        raise
    except BROKEN_ARCHIVE as error:
        raise PackRefused(
            f"This is not a content pack, or it was cut off on its way ({str(error)[:200]}). Ask for it again."
        ) from None


def _read(archive: zipfile.ZipFile, known_keys: Collection[str]) -> Pack:
    entries = _entries(archive)
    manifest = _manifest(archive, entries, known_keys)
    _refuse_other_parts(set(entries) - {MANIFEST, SIGNATURE}, set(manifest.parts))
    documents, media = {}, {}
    for name, wanted in manifest.parts.items():
        content = _content(archive, entries[name], MOST_PART_BYTES)
        if hashlib.sha256(content).hexdigest() != wanted:
            raise PackRefused(f"{name} has been changed since the pack was signed. Do not use it; ask for it again.")
        if name.startswith("media/"):
            media[name] = content
        else:
            documents[name] = _json_object(name, content)
    return Pack(manifest, documents, media)


def _entries(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Return the files of an archive by name, after a look at names, kinds and stated sizes only."""
    infos = archive.infolist()
    if len(infos) > MOST_PARTS:
        raise PackRefused(f"The pack holds more than {MOST_PARTS:,} files.")
    entries: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        _refuse_odd_entry(info)
        if info.filename in entries:
            raise PackRefused(f"{info.filename} stands in the pack twice.")
        entries[info.filename] = info
    if sum(info.file_size for info in infos) > MOST_BYTES:
        raise PackRefused(f"The pack unpacks to more than {MOST_BYTES // 1024 // 1024} MB.")
    return entries


def _refuse_odd_entry(info: zipfile.ZipInfo) -> None:
    name = info.filename
    if name not in {MANIFEST, SIGNATURE} and not PART_NAME.fullmatch(name):
        raise PackRefused(f"The pack holds a file with a name that does not belong in one: {name[:100]!r}.")
    if stat.S_ISLNK(info.external_attr >> 16):
        raise PackRefused(f"{name} is a link to another place.")
    if info.flag_bits & 0x1:
        raise PackRefused(f"{name} is locked with a password.")


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> bytes:
    """Return a file of the archive; one that unpacks to more than it may is refused without reading on."""
    with archive.open(info) as part:
        content = part.read(most + 1)
    if len(content) > most:
        raise PackRefused(f"{info.filename} is larger than {most // 1024 // 1024} MB.")
    return content


def _manifest(archive: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo], known_keys: Collection[str]) -> Manifest:
    if MANIFEST not in entries or SIGNATURE not in entries:
        raise PackRefused("The file has no manifest or no signature, so it is not a content pack.")
    signed = _content(archive, entries[MANIFEST], MOST_MANIFEST_BYTES)
    signature = _content(archive, entries[SIGNATURE], 1000).decode("ascii", "replace")
    manifest = _manifest_of(_json_object(MANIFEST, signed))
    if manifest.public_key not in known_keys:
        raise PackRefused(
            f"You do not know who signed this pack: {manifest.publisher[:100]}, key {_print_of(manifest.public_key)}. "
            "Ask them for their key by another way, add them as a publisher, and bring the pack again."
        )
    if not is_signed_by(manifest.public_key, signed, signature):
        raise PackRefused("The signature is not right: the pack was changed after it was signed. Do not use it.")
    return manifest


def _manifest_of(data: dict[str, Any]) -> Manifest:
    """Return the manifest that a JSON object holds; raise PackRefused naming the field that is not as it should be."""
    if data.get("format") != FORMAT:
        raise PackRefused(f"The pack is of a kind we do not read ({str(data.get('format'))[:50]!r}, not {FORMAT!r}).")
    for name in ("name", "title", "publisher", "public_key", "made_at", "notes"):
        value = data.get(name)
        if not isinstance(value, str) or len(value) > LONGEST.get(name, 2000) or UNKEEPABLE.search(value):
            raise PackRefused(f"The manifest's {name} is not a text that can be kept.")
    version = data.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or not 1 <= version <= MOST_VERSIONS:
        raise PackRefused("The manifest's version is not a number from 1.")
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,79}", data["name"]):
        raise PackRefused("The manifest's name is not made of small letters, digits and hyphens.")
    parts = data.get("parts")
    if not isinstance(parts, dict) or not all(isinstance(value, str) for value in parts.values()):
        raise PackRefused("The manifest's parts are not a list of names with their hashes.")
    _refuse_bad_date(data["made_at"])
    known = {name: data[name] for name in Manifest.__dataclass_fields__}
    return Manifest(**known)


def _refuse_bad_date(text: str) -> None:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        raise PackRefused("The manifest's made_at is not a date and time.") from None


def _print_of(public_key: str) -> str:
    try:
        return fingerprint(public_key)
    except ValueError:
        return "that is no key"


def _refuse_other_parts(held: set[str], promised: set[str]) -> None:
    if held - promised:
        raise PackRefused(f"The pack holds files its maker did not sign: {', '.join(sorted(held - promised)[:5])}.")
    if promised - held:
        raise PackRefused(f"The pack lacks files its maker signed: {', '.join(sorted(promised - held)[:5])}.")


def _json_object(name: str, content: bytes) -> dict[str, Any]:
    try:
        data = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise PackRefused(f"{name} cannot be read: {str(error)[:200]}.") from None
    if not isinstance(data, dict):
        raise PackRefused(f"{name} is not put together as it should be.")
    return data
