"""Frameworks made up for the tests of exchange, small and large, and ways to write and read them."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from framework.exchange.files import build_file, read_file
from framework.exchange.kinds import VIEWS, Content, Record, arranged

SITE, CREATOR, AT = "https://learn.example.org", "Golden Thread", "2026-11-22T09:00:00+00:00"
FORMS = ["json", "xlsx", "csv"]
RULES = [None, {"knowledge": {}}, {"all_of": [{"sign_off": {}}, {"observation": {"count": 2, "assessors": 2}}]}]


def written(content: Content, form: str) -> bytes:
    return build_file(content, form, site=SITE, creator=CREATOR, at=AT)


def read_back(content: Content, form: str) -> Content:
    return read_file(f"framework.{form}", written(content, form))


def package(content: Content) -> dict[str, Any]:
    return json.loads(written(content, "json"))


def read_package(data: Any) -> Content:
    return read_file("framework.json", json.dumps(data).encode())


def element(code: str, **values: Any) -> Record:
    empty: dict[str, Any] = {name: [] for name in (*VIEWS, "questions")}
    words = {"letter": "A", "title": f"Element {code}", "summary": "What it is.", "meaning": "<p>It means this.</p>"}
    return Record("element", {"code": code, **words, **empty, **values})


def competency(code: str, of: str, **values: Any) -> Record:
    words = {"short_code": code[-8:], "title": f"Competency {code}", "statement": "You can.", "why": "It helps."}
    return Record("competency", {"code": code, "element": of, **words, **values})


def make_framework(
    code: str = "wold", *, elements: int = 2, each: int = 2, levels: int = 2, anchors: int = 2
) -> Content:
    """Return the framework of a made-up council, as large as wanted."""
    head = {"code": code, "title": f"{code.title()} framework", "summary": "Ours.", "introduction": "", "version": "1"}
    records = [Record("framework", head), Record("source", {"title": "A book", "detail": "All of it."})]
    scale = [f"level-{number}" for number in range(levels)]
    records += [Record("level", {"code": one, "title": one.title(), "summary": ""}) for one in scale]
    for number in range(elements):
        records.append(element(f"{code}-e{number}"))
        for place in range(each):
            name = f"{code}-e{number}-c{place}"
            records.append(competency(name, f"{code}-e{number}", short_code=f"C{number}x{place}"))
            for level in scale:
                at = {"competency": name, "level": level}
                more = {"statement": "You do it.", "validity_months": 24, "rule": {"knowledge": {}}}
                records.append(Record("standard", {**at, **more}))
                records += [
                    Record("anchor", {**at, "key": f"k{key}", "shows": "Asks.", "not_yet": "Tells."})
                    for key in range(anchors)
                ]
    return Content(arranged(records))


def changed(content: Content, kind: str, key: str, **values: Any) -> Content:
    """Return a framework with some values of one record changed."""
    records = [
        Record(one.kind, {**one.values, **values}) if (one.kind, one.key[0]) == (kind, key) else one
        for one in content.records
    ]
    return Content(arranged(records))


def without(content: Content, code: str) -> Content:
    """Return a framework without whatever has a code or belongs to it."""
    gone = {"code", "competency", "element"}
    return Content(arranged([one for one in content.records if code not in {one.values.get(name) for name in gone}]))


# What people type and paste: every character that can be kept, and beginnings a spreadsheet would run.
kept = st.characters(codec="utf-8", exclude_characters="\x7f\ufffe\uffff", exclude_categories=["Cs", "Cc"])
begins = st.sampled_from(["", "", "=1+1", "+", "-", "@", "'=", "''-x", "|", "%", "<b>", "{", '"', "å", "=", "'"])


@st.composite
def words(draw: Any, most: int = 60, *, needed: bool = True, lines: bool = True) -> str:
    inner = draw(st.text(kept if not lines else st.one_of(kept, st.just("\n")), max_size=most - 5))
    # A workbook cannot carry x005F_, and says so (test_exchange_round_trip.py).
    text = (draw(begins) + inner).strip().replace("x005F_", "")
    return text or ("x" if needed else "")


line_lists = st.lists(words(lines=False), max_size=3).map(
    lambda found: [line for line in found if line.strip() and "\n" not in line]
)
htmls = st.sampled_from(["", "<p>One.</p>", "<ul><li>Two &amp; three</li></ul>", '<p><a href="/x/">four</a></p>'])


titles = words(lines=False).map(lambda found: found[:20].strip() or "x")
VALUES: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(("title", "version"), titles),
    **{name: words() for name in ("summary", "statement", "shows", "not_yet", "why", "detail")},
    **dict.fromkeys((*VIEWS, "questions"), line_lists),
    **dict.fromkeys(("meaning", "introduction"), htmls),
    "rule": st.sampled_from(RULES),
    "validity_months": st.one_of(st.none(), st.integers(1, 1200)),
}


@st.composite
def frameworks(draw: Any) -> Content:
    """Any framework that can be kept, with every kind of record in it somewhere."""
    content = make_framework(elements=draw(st.integers(1, 3)), each=draw(st.integers(0, 2)))
    records = [
        Record(one.kind, {name: draw(VALUES[name]) if name in VALUES else old for name, old in one.values.items()})
        for one in content.records
    ]
    kinds = st.sampled_from(["EXACT", "BROADER", "NARROWER", "RELATED"])
    match = {"element": "wold-e0", "other": "elsewhere-1", "kind": draw(kinds), "note": draw(words(needed=False))}
    return Content(arranged([*records, Record("match", match)]))
