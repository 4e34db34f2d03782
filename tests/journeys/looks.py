"""How a page is looked at: axe at 1280 and 320 px, light and dark, and no sideways scroll on a phone."""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings
from playwright.sync_api import Page

AXE = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NARROW, WIDE, TALL = {"width": 320, "height": 640}, {"width": 1280, "height": 900}, {"width": 1280, "height": 1100}
RUN_AXE = """async (tags) => {
  const found = await axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']});
  return found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).slice(0, 4).join(' | ')}`);
}"""
KEEP_PICTURES = os.environ.get("SCREENSHOTS") == "1"


class Looks:
    """Looks at pages, and keeps pictures of them under var/ when SCREENSHOTS=1."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def check(self, page: Page, name: str) -> None:
        page.wait_for_load_state()  # a page on its way is blank, and a blank page has no heading
        page.locator("h1").first.wait_for(state="attached")
        size = page.viewport_size
        problems = []
        for width in (WIDE, NARROW):
            for scheme in ("light", "dark"):
                page.set_viewport_size(width)
                page.emulate_media(color_scheme=scheme)
                problems += [f"{name}, {width['width']} px, {scheme}: {found}" for found in self._axe(page)]
                self._photograph(page, f"{name}-{width['width']}-{scheme}")
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if overflow > 0:
            problems.append(f"{name}: {overflow} px of sideways scroll at 320 px")
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(size)
        assert not problems, "\n".join(problems)

    def picture(self, page: Page, name: str) -> None:
        """Keep a picture of a page as tall as a document can show: Wagtail scrolls inside its frame."""
        size = page.viewport_size
        page.set_viewport_size(TALL)
        self._photograph(page, f"{name}-{WIDE['width']}-light")
        page.set_viewport_size(size)

    def _axe(self, page: Page) -> list[str]:
        if not page.evaluate("typeof axe !== 'undefined'"):
            page.evaluate(AXE.read_text(encoding="utf-8"))
        return page.evaluate(RUN_AXE, RULES)

    def _photograph(self, page: Page, name: str) -> None:
        if not KEEP_PICTURES:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=self.folder / f"{name}.png", full_page=True)
