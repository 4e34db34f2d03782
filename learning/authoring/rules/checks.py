"""The checks of the publish gate, each over a page as plain data. Pure: no Django."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from learning.authoring.rules.findings import FAIL, NOTE, WARN, Described, Finding, Part, Served, in_order
from learning.authoring.rules.markup import Heading, Link, Markup, Picture, parse
from learning.authoring.rules.reading import AIM, LIMIT, read

LONGEST_ALT = 600
FILE_NAME = re.compile(
    r"^[\w .()-]+\.(?:png|jpe?g|gif|svg|webp|avif|bmp|tiff?)$|^(?:img|dsc|image|screenshot)[\s_-]*\d+$", re.IGNORECASE
)
SAYS_PICTURE = re.compile(
    r"^(?:an? |the )?(?:image|picture|photo|photograph|graphic|screenshot|icon)(?: of\b|$)", re.IGNORECASE
)
SAYS_NOTHING = {
    *("click", "click here", "here", "this", "this link", "link", "read more", "more", "more information"),
    *("learn more", "find out more", "see more", "go", "continue", "this page", "page", "website", "this website"),
    "download",
}
ADDRESS = re.compile(
    r"^(?:https?://|www\.)\S+$|^[\w-]+(?:\.[\w-]+)*\.(?:uk|org|com|net|gov|nhs)(?:/\S*)?$", re.IGNORECASE
)
DIFFICULTY = {"FOUNDATION": "foundation ", "APPLIED": "applied ", "STRETCH": "stretch "}
Check = Callable[[Described], Iterable[Finding]]
Said = tuple[str, str, str]  # how bad, what, and how to mend it


def check(page: Described) -> list[Finding]:
    """Return everything there is to say about a page before it is published, the gravest first."""
    return in_order((finding for one in CHECKS for finding in one(page)), page.parts)


def check_finished(page: Described) -> Iterator[Finding]:
    """Nothing is half written, and every scenario can be played to each of its endings. No reason passes this."""
    for part in page.parts:
        for problem in part.problems:
            name = "scenario" if part.kind == "scenario" else "unfinished"
            mend = "Open the map of the scenario in the editor and join what is loose." if name == "scenario" else FILL
            yield _at(part, name, (FAIL, problem, mend), about=problem, can_wait=False)


FILL = "Open it in the editor and fill in what is missing."


def check_alternative_text(page: Described) -> Iterator[Finding]:
    """Every picture that says something says it in words too."""
    for part, markup in _marked(page):
        for picture in markup.pictures:
            if picture.is_hidden:
                continue
            found = _alt_problem(picture)
            if found:
                yield _at(part, "alternative-text", found, about=picture.name)


def _alt_problem(picture: Picture) -> Said | None:
    alt = " ".join((picture.alt or "").split())
    if not alt:
        what = "This picture has no alternative text."
        return FAIL, what, "Write what it says to somebody who cannot see it."
    if FILE_NAME.match(alt) or alt.lower() == picture.name.lower():
        return FAIL, f"The alternative text “{alt}” is the name of a file.", "Write what the picture says."
    if SAYS_PICTURE.match(alt):
        return WARN, f"The alternative text begins “{alt[:40]}”.", "Leave out “picture of”: it is announced already."
    if len(alt) > LONGEST_ALT:
        what = f"The alternative text has {len(alt)} characters."
        return WARN, what, "Say the main point; the text says the rest."
    return None


def check_headings(page: Described) -> Iterator[Finding]:
    """Headings go down one step at a time below the title of the page, and none is empty."""
    level = 1
    for part, markup in _marked(page):
        for heading in markup.headings:
            found = _heading_problem(heading, level)
            if found:
                yield _at(part, "heading-order", found, about=heading.text)
            level = heading.level


def _heading_problem(heading: Heading, before: int) -> Said | None:
    if not heading.text:
        return FAIL, "This heading is empty.", "Write a heading, or take it away."
    if heading.level == 1:
        return FAIL, f"“{heading.text}” is a second title of the page.", "Make it a heading of level 2."
    if heading.level > before + 1:
        what = f"“{heading.text}” is a heading of level {heading.level}, below one of level {before}."
        return WARN, what, f"Put a heading of level {before + 1} before it, so that the outline has no gap."
    return None


def check_media(page: Described) -> Iterator[Finding]:
    """A video has captions and a transcript, a recording has a transcript."""
    for part, markup in _marked(page):
        for player in markup.players:
            if player.kind == "video" and not player.has_captions:
                mend = "Add captions as a WebVTT file (.vtt)."
                yield _at(part, "captions", (FAIL, "This video has no captions.", mend))
        if part.lacks_transcript:
            mend = "Write down everything that is said and shown."
            yield _at(part, "transcript", (FAIL, "There is no transcript.", mend))


def check_links(page: Described) -> Iterator[Finding]:
    """A link says where it leads, also when it is read out on its own; and it leads somewhere."""
    leads: dict[str, str] = {}
    for part, markup in _marked(page):
        for link in markup.links:
            found = _link_problem(link)
            if found:
                yield _at(part, "link-text", (FAIL, *found), about=f"{link.text} {link.address}")
            elif leads.setdefault(link.text.lower(), link.address) != link.address:
                what = f"Two links say “{link.text}” and lead to different pages."
                mend = "Give each words of its own."
                yield _at(part, "link-text", (WARN, what, mend), about=f"{link.text} {link.address}")


def _link_problem(link: Link) -> tuple[str, str] | None:
    mend = "Let the link say where it leads: “the Care Act factsheets”."
    if not link.text:
        return f"A link to {link.address or 'nowhere'} has no words.", mend
    if link.text.lower().strip(" .…:>»→") in SAYS_NOTHING:
        return f"The link “{link.text}” does not say where it leads.", mend
    if ADDRESS.match(link.text):
        return f"The link shows the bare address {link.text}.", mend
    if link.address in {"", "#"} or link.address.lower().startswith(("javascript:", "data:")):
        return f"The link “{link.text}” leads nowhere.", "Give it the address of a page, or take it away."
    return None


def check_colours(page: Described) -> Iterator[Finding]:
    """No part sets colours of its own: those of the site are measured, and follow a reader's dark mode."""
    for part, markup in _marked(page):
        if markup.sets_colour:
            mend = "Take the colour away: the site's own colours have the contrast that everybody needs."
            yield _at(part, "contrast", (FAIL, "This part sets a colour of its own.", mend))


def check_reading(page: Described) -> Iterator[Finding]:
    """The text reads at about age 11: grade 6 is the aim, beyond grade 8 too many people are left out."""
    reading = read(part.prose for part in page.parts)
    if not page.measures_reading or reading.grade is None:
        return
    if reading.grade > AIM:
        severity = FAIL if reading.grade > LIMIT else WARN
        what = f"The text reads at grade {reading.grade}, about age {reading.age}. The aim is age 11, grade {AIM:g}."
        yield Finding(
            "reading-age", severity, "", "The whole page", what, "Look at How it reads: it marks what is hard."
        )
    for part in page.parts:
        hard = read([part.prose]).hard
        if hard:
            what = f"{len(hard)} hard sentence{'' if len(hard) == 1 else 's'}: “{_short(hard[0].text)}”"
            yield _at(part, "hard-sentences", (NOTE, what, f"The first one: {hard[0].why}."))


def check_coverage(page: Described) -> Iterator[Finding]:
    """A module has lessons; each competency it serves is asked about and can be observed."""
    module = page.module
    if module is None:
        return
    if not module.lessons:
        yield _coverage("lessons", "The module has no published lesson.", "Write and publish its first lesson.")
    if not module.serves:
        yield _coverage("competencies", "The module serves no competency.", "Choose the competencies it teaches.")
    if not module.has_assessment:
        yield _coverage("assessment", "The module has no assessment.", "Give it an assessment and questions.")
    for served in module.serves:
        yield from _gaps(served, has_assessment=module.has_assessment)


def _gaps(served: Served, *, has_assessment: bool) -> Iterator[Finding]:
    if has_assessment and not served.draws:
        what = f"The assessment asks nothing about {served.title}."
        yield _coverage(
            f"questions {served.code}", what, "Add a row for it to the blueprint, and questions to the bank."
        )
    for draw in served.draws:
        if draw.have < 2 * draw.count:
            kind = DIFFICULTY.get(draw.difficulty, "")
            what = f"An attempt draws {draw.count} {kind}questions on {served.title}; the bank has {draw.have}."
            mend = f"Add {2 * draw.count - draw.have}, so that whoever tries again meets other questions."
            yield _coverage(f"questions {served.code} {draw.difficulty}", what, mend)
    if not served.observation_items:
        what = f"Nothing says what an observer sees for {served.title}."
        yield _coverage(f"anchors {served.code}", what, "Add a behavioural anchor to the competency.")


def _coverage(about: str, what: str, mend: str) -> Finding:
    return Finding("coverage", FAIL, "", "The module", what, mend, about=about)


def _marked(page: Described) -> Iterator[tuple[Part, Markup]]:
    return ((part, parse(part.html)) for part in page.parts)


def _at(part: Part, check: str, said: Said, *, about: str = "", can_wait: bool = True) -> Finding:
    severity, what, mend = said
    return Finding(check, severity, part.place, part.name, what, mend, about, can_wait)


def _short(text: str, words: int = 14) -> str:
    split = text.split()
    return text if len(split) <= words else f"{' '.join(split[:words])} …"


CHECKS: tuple[Check, ...] = (
    check_finished,
    check_alternative_text,
    check_headings,
    check_media,
    check_links,
    check_colours,
    check_coverage,
    check_reading,
)
