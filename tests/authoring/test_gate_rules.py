"""Each check of the publish gate as a table, on pages as plain data."""

from __future__ import annotations

import pytest

from learning.authoring.rules.checks import check
from learning.authoring.rules.findings import FAIL, NOTE, WARN, Described, Draw, Module, Part, Served, unpassed
from learning.authoring.rules.markup import parse

PLAIN = "Tom looks at the bus. He sees it come. He gets on. " * 12
HEAVY = (
    "Multidisciplinary organisations necessarily demonstrate considerable interdependence, and practitioners "
    "consequently require comprehensive familiarity with safeguarding responsibilities throughout the organisation. "
) * 6


def found(*parts: Part, **page) -> list[tuple[str, str]]:
    return [(one.check, one.severity) for one in check(Described("A lesson", tuple(parts), **page))]


def html(*fragments: str) -> tuple[Part, ...]:
    return tuple(Part(f"p{number}", "text", "Text", html=text) for number, text in enumerate(fragments))


@pytest.mark.parametrize(
    ("fragment", "severity"),
    [
        ('<img src="/media/bus.png" alt="Tom waits for the bus.">', None),
        ('<img src="/media/bus.png" alt="">', FAIL),
        ('<img src="/media/bus.png" alt="   ">', FAIL),
        ('<img src="/media/bus.png">', FAIL),
        ('<img src="/media/bus.png" alt="bus.png">', FAIL),
        ('<img src="/media/x.png" alt="IMG_2041">', FAIL),
        ('<img src="/media/bus.png" alt="Picture of a bus">', WARN),
        ('<img src="/media/bus.png" alt="Pictures on the wall tell her story.">', None),
        (f'<img src="/media/bus.png" alt="{"long " * 130}">', WARN),
        ('<img src="/media/line.svg" alt="" role="presentation">', None),
        ("<svg><path d='M0 0'></path></svg>", None),
    ],
)
def test_alternative_text(fragment, severity):
    assert found(*html(fragment)) == ([("alternative-text", severity)] if severity else [])


@pytest.mark.parametrize(
    ("fragments", "severity"),
    [
        (["<h2>One</h2><h3>Two</h3>", "<h2>Three</h2>"], None),
        (["<h2>One</h2>", "<section><h4>Too deep</h4></section>"], WARN),
        (["<h3>No level 2 above</h3>"], WARN),
        (["<h1>A second title</h1>"], FAIL),
        (["<h2> </h2>"], FAIL),
        (["<h2>One</h2><h3>Two</h3><h4>Three</h4>", "<h2>Back up is fine</h2>"], None),
        (["<p>No heading at all</p>"], None),
    ],
)
def test_heading_order(fragments, severity):
    assert found(*html(*fragments)) == ([("heading-order", severity)] if severity else [])


@pytest.mark.parametrize(
    ("words", "address", "severity"),
    [
        ("the Care Act factsheets", "https://example.org/", None),
        ("click here", "https://example.org/", FAIL),
        ("Read more…", "https://example.org/", FAIL),
        ("https://example.org/care", "https://example.org/care", FAIL),
        ("www.example.org", "https://www.example.org", FAIL),
        ("scie.org.uk/strengths", "https://www.scie.org.uk/strengths", FAIL),
        ("", "https://example.org/", FAIL),
        ("the next steps", "#", FAIL),
        ("the next steps", "javascript:alert(1)", FAIL),
        ("read more about hope", "https://example.org/", None),
    ],
)
def test_link_text(words, address, severity):
    assert found(*html(f'<p><a href="{address}">{words}</a></p>')) == ([("link-text", severity)] if severity else [])


def test_two_links_of_the_same_words_lead_to_the_same_page():
    twice = '<a href="/one">the guide</a> <a href="{}">the guide</a>'
    assert found(*html(twice.format("/one"))) == []
    assert found(*html(twice.format("/two"))) == [("link-text", WARN)]


def test_a_link_around_a_picture_is_named_by_it():
    assert found(*html('<a href="/a"><img src="x.png" alt="The map of the town"></a>')) == []
    assert ("link-text", FAIL) in found(*html('<a href="/a"><img src="x.png" alt=""></a>'))


@pytest.mark.parametrize(
    ("fragment", "problem"),
    [
        ('<video><source src="a.mp4"><track kind="captions" src="a.vtt"></video>', ""),
        ('<video><source src="a.mp4"></video>', "captions"),
        ('<video><track kind="captions" src=""></video>', "captions"),
        ("<audio controls></audio>", ""),
    ],
)
def test_captions(fragment, problem):
    assert found(*html(fragment)) == ([(problem, FAIL)] if problem else [])


def test_video_and_audio_need_a_transcript():
    assert found(Part("a", "audio", "Audio", lacks_transcript=True)) == [("transcript", FAIL)]


@pytest.mark.parametrize(
    ("fragment", "sets"),
    [
        ('<p style="color: red">x</p>', True),
        ('<p style="margin:0;background:#fff">x</p>', True),
        ('<font color="red">x</font>', True),
        ('<p style="border-color:red">x</p>', False),
        ("<p>colour: red</p>", False),
    ],
)
def test_colours_belong_to_the_site(fragment, sets):
    assert found(*html(fragment)) == ([("contrast", FAIL)] if sets else [])


def test_reading_age():
    assert found(Part("a", "text", "Text", prose=PLAIN)) == []
    heavy = found(Part("a", "text", "Text", prose=HEAVY))
    assert ("reading-age", FAIL) in heavy and ("hard-sentences", NOTE) in heavy
    assert found(Part("a", "text", "Text", prose="Interdependence."), Part("b", "text", "Text")) == []
    assert found(Part("a", "text", "Text", prose=HEAVY), measures_reading=False) == []


ENOUGH = Served("m1", "Hope", (Draw(4, 8),), observation_items=2)


@pytest.mark.parametrize(
    ("module", "about"),
    [
        (Module(5, True, (ENOUGH,)), []),
        (Module(0, True, (ENOUGH,)), ["lessons"]),
        (Module(5, False, (ENOUGH,)), ["assessment"]),
        (Module(5, True, ()), ["competencies"]),
        (Module(5, True, (Served("m1", "Hope", (Draw(4, 7),), 1),)), ["questions m1 "]),
        (Module(5, True, (Served("m1", "Hope", (Draw(2, 3, "STRETCH"),), 1),)), ["questions m1 STRETCH"]),
        (Module(5, True, (Served("m1", "Hope", (), 1),)), ["questions m1"]),
        (Module(5, True, (Served("m1", "Hope", (Draw(4, 8),), 0),)), ["anchors m1"]),
    ],
)
def test_coverage(module, about):
    findings = check(Described("A module", module=module))
    assert [(one.about, one.severity) for one in findings] == [(each, FAIL) for each in about]


def test_what_is_unfinished_cannot_wait():
    page = Described("A lesson", (Part("s", "scenario", "Scenario", problems=("No way leads to “The talk”.",)),))
    [one] = check(page)
    assert (one.check, one.can_wait) == ("scenario", False)
    assert unpassed([one], [one.key]) == [one]


def test_a_reason_passes_the_one_finding_it_was_given_for():
    part = Part("a", "text", "Text", html='<a href="/a">here</a> <a href="/b">here</a>')
    first, second = check(Described("A lesson", (part,)))
    assert unpassed([first, second], [first.key]) == [second]


def test_a_page_with_everything_wrong_lists_everything_the_gravest_first():
    wrong = (
        '<h3>Deep</h3><img src="a.png"><a href="#">here</a><video></video><p style="color:red">x</p>'
        '<img src="b.png" alt="image of a bus">'
    )
    page = Described(
        "All wrong",
        (
            Part("a", "text", "Text", html=wrong, prose=HEAVY, lacks_transcript=True),
            Part("b", "video", "Video", problems=("Choose a video.",)),
        ),
        Module(0, False, (Served("m1", "Hope"),)),
    )
    findings = check(page)
    names = {one.check for one in findings}
    assert names == {
        *("unfinished", "alternative-text", "heading-order", "captions", "transcript", "link-text", "contrast"),
        *("reading-age", "hard-sentences", "coverage"),
    }
    assert [one.severity for one in findings] == sorted(
        (one.severity for one in findings), key=[FAIL, WARN, NOTE].index
    )
    assert all(one.what and one.mend and one.where for one in findings)


@pytest.mark.parametrize(
    "hostile",
    [
        "<a href='x'" * 5_000,
        "<" * 50_000,
        "<h2>" * 5_000,
        "&" * 50_000,
        "<!--" * 10_000,
        '<img alt="' + "x" * 50_000,
        "</a></h2></video>" * 2_000,
        "<![CDATA[<script>alert(1)</script>]]>",
    ],
)
def test_broken_html_is_read_as_it_stands(hostile):
    parse(hostile)
    check(Described("x", html(hostile)))
