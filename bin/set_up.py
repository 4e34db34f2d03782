#!/usr/bin/env python3
"""Sets a copy up, step by step: packages, front-end assets, database, demo. A step whose input is unchanged is skipped.

Uses nothing but Python's own library. `python3 bin/set_up.py run` is what `make run` needs, `dev` what the tests need.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
VAR = ROOT / "var"
STAMPS = VAR / "stamps"
ASSETS = VAR / "assets"
GOVUK = ROOT / "node_modules" / "govuk-frontend" / "dist" / "govuk"
FONTS = ROOT / "node_modules" / "@fontsource" / "atkinson-hyperlegible" / "files"
FONT_NAMES = [
    "atkinson-hyperlegible-latin-400-normal.woff2",
    "atkinson-hyperlegible-latin-400-italic.woff2",
    "atkinson-hyperlegible-latin-700-normal.woff2",
]


def main() -> None:
    if sys.version_info < (3, 11):
        sys.exit(f"Golden Thread needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    wanted = sys.argv[1] if len(sys.argv) > 1 else "run"
    STAMPS.mkdir(parents=True, exist_ok=True)
    install_python(wanted)
    step("assets", [ROOT / "package-lock.json"], "Installing front-end packages", install_node_packages)
    step("styles", sorted((ROOT / "static" / "scss").glob("*.scss")), "Compiling styles", compile_styles)
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
    for folder in ("css", "fonts"):
        (ASSETS / folder).mkdir(parents=True, exist_ok=True)
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
