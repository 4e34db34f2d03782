#!/usr/bin/env python3
"""Sets a copy up, step by step: packages, front-end assets, database, demo. A step whose input is unchanged is skipped.

Uses nothing but Python's own library. `python3 bin/set_up.py run` is what `make run` needs, `dev` what the tests need.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
VAR = ROOT / "var"
STAMPS = VAR / "stamps"
ASSETS = VAR / "assets"
PRINT_FONTS = VAR / "fonts"
GOVUK = ROOT / "node_modules" / "govuk-frontend" / "dist" / "govuk"
FONTS = ROOT / "node_modules" / "@fontsource" / "atkinson-hyperlegible" / "files"
FONT_NAMES = [
    "atkinson-hyperlegible-latin-400-normal.woff2",
    "atkinson-hyperlegible-latin-400-italic.woff2",
    "atkinson-hyperlegible-latin-700-normal.woff2",
]
FONT_FAMILY, REST_FAMILY = "Atkinson Hyperlegible", "Atkinson Hyper Beyond"  # of the same length


def main() -> None:
    if sys.version_info < (3, 11):
        sys.exit(f"Golden Thread needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    wanted = sys.argv[1] if len(sys.argv) > 1 else "run"
    STAMPS.mkdir(parents=True, exist_ok=True)
    install_python(wanted)
    step("assets", [ROOT / "package-lock.json"], "Installing front-end packages", install_node_packages)
    step("fonts", [ROOT / "package-lock.json"], "Unpacking fonts for documents", unpack_fonts)
    step("styles", sorted((ROOT / "static" / "scss").glob("*.scss")), "Compiling styles", compile_styles)
    translations = sorted((ROOT / "locale").glob("*/LC_MESSAGES/*.po"))
    step("messages", translations, "Compiling translations", compile_messages)
    if wanted == "run":
        migrate()


def step(name: str, inputs: list[Path], words: str, action: Callable[[], None]) -> None:
    """Run an action unless its inputs are as they were when it last succeeded."""
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in [*inputs, Path(__file__)])).hexdigest()
    stamp = STAMPS / name
    if stamp.exists() and stamp.read_text() == digest:
        return
    print(f"{words} …", flush=True)
    action()
    stamp.write_text(digest)


def install_python(wanted: str) -> None:
    if not (BIN / "python").exists():
        print("Making a virtual environment …", flush=True)
        run([sys.executable, "-m", "venv", str(VENV)])
        for stamp in STAMPS.glob("python-*"):
            stamp.unlink()
    run_lock, dev_lock = (ROOT / "requirements" / f"{name}.txt" for name in ("run", "dev"))
    dev_is_there = (STAMPS / "python-dev").exists()
    lock = dev_lock if wanted == "dev" or dev_is_there else run_lock
    step(f"python-{lock.stem}", [lock], "Installing Python packages", lambda: install_lock(lock))


def install_lock(lock: Path) -> None:
    """Install exactly what a lock names, each file checked against its hash; with pip where the fast way fails."""
    pip_install(ROOT / "requirements" / "uv.txt")
    fast = [str(BIN / "uv"), "pip", "install", "-q", "--python", str(BIN / "python"), "--require-hashes"]
    if subprocess.run([*fast, "-r", str(lock)], check=False, cwd=ROOT).returncode != 0:
        pip_install(lock)


def pip_install(lock: Path) -> None:
    options = ["-q", "--require-hashes", "--disable-pip-version-check"]
    run([str(BIN / "python"), "-m", "pip", "install", *options, "-r", str(lock)])


def node_environment() -> dict[str, str]:
    """Return an environment with node and npm on the path: the machine's own, or a packaged one in the environment."""
    path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    if not (shutil.which("node") and shutil.which("npm")) and not (BIN / "npm").exists():
        print("Node.js is not on this machine: installing a copy of our own …", flush=True)
        pip_install(ROOT / "requirements" / "node.txt")
    return {**os.environ, "PATH": path if not shutil.which("npm") else os.environ["PATH"]}


def install_node_packages() -> None:
    run(["npm", "ci", "--no-progress", "--loglevel=error"], env=node_environment())


def compile_styles() -> None:
    for folder in ("css", "fonts", "js/vendor"):
        (ASSETS / folder).mkdir(parents=True, exist_ok=True)
    shutil.copy(GOVUK / "govuk-frontend.min.js", ASSETS / "js" / "vendor")
    for name in FONT_NAMES:
        shutil.copy(FONTS / name, ASSETS / "fonts" / name)
    sass = ROOT / "node_modules" / "sass" / "sass.js"
    source, target = ROOT / "static" / "scss" / "app.scss", ASSETS / "css" / "app.css"
    options = [
        f"--load-path={ROOT / 'node_modules'}",
        "--style=compressed",
        "--no-source-map",
        "--quiet-deps",
    ]
    run(["node", str(sass), *options, str(source), str(target)], env=node_environment())


def unpack_fonts() -> None:
    """Make the fonts that documents are set in. The letters beyond plain Latin get a family name of their own: of two
    files of one family and style, one would hide the other."""
    PRINT_FONTS.mkdir(parents=True, exist_ok=True)
    for packed in FONTS.glob("atkinson-hyperlegible-*.woff"):
        tables = font_tables(packed.read_bytes())
        if "latin-ext" in packed.name:
            for coding in ("utf-16-be", "ascii"):
                old, new = (name.encode(coding) for name in (FONT_FAMILY, REST_FAMILY))
                tables[b"name"] = tables[b"name"].replace(old, new)
        (PRINT_FONTS / packed.with_suffix(".ttf").name).write_bytes(plain_font(tables))


def font_tables(packed: bytes) -> dict[bytes, bytes]:
    """Return the tables of a WOFF font (W3C, WOFF 1.0): each stands in the file as it is or deflated."""
    (count,) = struct.unpack_from(">H", packed, 12)
    tables = {}
    for place in range(count):
        tag, start, length, full_length, _ = struct.unpack_from(">4sIIII", packed, 44 + 20 * place)
        table = packed[start : start + length]
        tables[tag] = zlib.decompress(table) if length < full_length else table
    return tables


def plain_font(tables: dict[bytes, bytes]) -> bytes:
    """Return tables as a TrueType font."""
    power = len(tables).bit_length() - 1
    head = struct.pack(">IHHHH", 0x00010000, len(tables), 16 << power, power, 16 * len(tables) - (16 << power))
    directory, body = b"", b""
    for tag, table in sorted(tables.items()):
        padded = table + b"\0" * (-len(table) % 4)
        checksum = sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF
        directory += struct.pack(">4sIII", tag, checksum, 12 + 16 * len(tables) + len(body), len(table))
        body += padded
    return head + directory + body


def compile_messages() -> None:
    run([str(BIN / "python"), str(ROOT / "bin" / "compile_messages.py")])


def migrate() -> None:
    """Bring the database up to date, and load the demo organisation into an empty one."""
    manage = [str(BIN / "python"), str(ROOT / "manage.py")]
    migrations = sorted(path for app in ("framework", "learning") for path in (ROOT / app).rglob("migrations/*.py"))
    if not (VAR / "golden-thread.sqlite3").exists() or os.environ.get("DATABASE_URL"):
        (STAMPS / "database").unlink(missing_ok=True)
    locks = [ROOT / "requirements" / "run.txt"]
    step("database", [*migrations, *locks], "Preparing the database", lambda: run([*manage, "migrate", "-v0"]))
    run([*manage, "load_demo", "--no-input"])


def run(command: list[str], env: dict[str, str] | None = None) -> None:
    finished = subprocess.run(command, cwd=ROOT, env=env, check=False)
    if finished.returncode != 0:
        sys.exit(f"This step did not work: {' '.join(command[:6])} …")


if __name__ == "__main__":
    main()
