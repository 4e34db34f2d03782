#!/usr/bin/env python3
"""Makes sure that a Chromium is there for the browser journeys: installs it where it can, else says how."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]


def main() -> None:
    if os.environ.get("CHROMIUM") or any(map(shutil.which, NAMES)):
        return
    if shutil.which("apt-get") and os.geteuid() == 0:
        print("Installing Chromium for the browser journeys …", flush=True)
        quiet = {"stdout": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
        subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)
        subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], check=False, **quiet)
    if not any(map(shutil.which, NAMES)):
        sys.exit(
            "The browser journeys need Chromium. Install it (on Debian or Ubuntu: sudo apt-get install chromium), "
            "or set CHROMIUM to where it is, and run make test again."
        )


if __name__ == "__main__":
    main()
