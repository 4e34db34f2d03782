"""Words that explain themselves: found in finished HTML, and nothing else in it is touched."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framework.glossary import Explained, Glossary, Term, explain

MDT = Term("mdt", "Multidisciplinary team", ("Multidisciplinary team", "MDT"), "People from different professions.")
SBP = Term("sbp", "Strengths-based practice", ("Strengths-based practice", "strengths-based"), "Starts from strengths.")
TRIAL = Term("trial", "Agreed trial", ("Agreed trial",), "Trying it for a set time.")
PA = Term("pa", "PA", ("PA",), "A personal assistant.")
CARER = Term("carer", "Carer", ("Carer",), "Somebody who cares.")
GLOSSARY = Glossary([MDT, SBP, TRIAL, PA, CARER])
LINK = re.compile(r'<a class="gt-term"[^>]*>(.*?)</a>', re.DOTALL)


def explained(*fragments: str, leave_out: tuple[str, ...] = ()) -> Explained:
    return explain(fragments, GLOSSARY, address="/g/", leave_out=leave_out)


def marked(html: str) -> list[str]:
    return LINK.findall(explained(html).fragments[0])


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>An MDT meets.</p>", ["MDT"]),
        ("<p>Two MDTs meet. The MDT again.</p>", ["MDTs"]),
        ("<p>mdt is no word</p>", []),
        ("<p>The multidisciplinary team meets.</p>", ["multidisciplinary team"]),
        ("<p>A multidisciplinary\n  team meets.</p>", ["multidisciplinary\n  team"]),
        ("<p>A multidisciplinary, team.</p>", []),
        ("<p>A multidisciplinary <b>team</b>.</p>", []),
        ("<p>STRENGTHS-BASED PRACTICE helps.</p>", ["STRENGTHS-BASED PRACTICE"]),
        ("<p>Strengths-based work, then strengths-based practice.</p>", ["Strengths-based"]),
        ("<p>carers and the carer’s view</p>", ["carers"]),
        ("<p>the carer&#x27;s view</p>", ["carer"]),
        ("<p>careres and scarer</p>", []),
        ("<p>PA or pa</p>", ["PA"]),
        ("<p>pa</p>", []),
        ("<h2>Agreed trial</h2><p>An agreed trial.</p>", ["agreed trial"]),
        ("<a href='/x'>an agreed trial</a>", []),
        ("<a href='/x'>one <em>agreed trial</em></a>", []),
        ("<button>agreed trial</button><label>agreed trial</label>", []),
        ("<svg><text>agreed trial</text></svg><cite>agreed trial</cite>", []),
        ("<script>agreed trial</script><style>agreed trial</style>", []),
        ("<textarea>agreed trial</textarea>", []),
        ("<!-- agreed trial -->", []),
        ('<img alt="agreed trial"><p title="agreed trial">x</p>', []),
        ("<a href='/x'>unclosed <p>agreed trial</p>", []),
        ("</a></h2></p>agreed trial", ["agreed trial"]),
        ("a < b and an agreed trial & more", ["agreed trial"]),
        ("", []),
    ],
)
def test_the_first_of_each_term_is_marked_where_words_are_read(html, words):
    assert marked(html) == words


def test_the_page_counts_as_one_over_all_its_fragments():
    shown = explained("<p>An MDT.</p>", "<p>The MDT and a carer.</p>")
    assert [len(LINK.findall(fragment)) for fragment in shown.fragments] == [1, 1]
    assert shown.terms == (MDT, CARER)


def test_the_page_s_own_title_is_left_alone():
    assert explained("<p>An agreed trial.</p>", leave_out=("Agreed Trial",)).terms == ()


def test_a_term_leads_to_its_place_and_names_its_note():
    assert explained("an MDT").fragments[0] == (
        'an <a class="gt-term" href="/g/#mdt" data-term="mdt" aria-describedby="term-mdt">MDT</a>'
    )


def test_a_hostile_anchor_stays_inside_its_attribute():
    bad = Term('"><script>', "MDT", ("MDT",), "x")
    shown = explain(["an MDT"], Glossary([bad]), address="/g/")
    assert "<script>" not in shown.fragments[0]


PIECES = [*"<>/=\"'&;# ap\n!-", "MDT", "carer", "<a>", "</a>", "<p>", "<script>", "<svg>", "<!--", "]]>", "&amp;"]
HTML = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@settings(max_examples=300, deadline=None)
@given(HTML)
def test_whatever_comes_in_nothing_but_links_is_added(html):
    assert LINK.sub(r"\1", explained(html).fragments[0]) == LINK.sub(r"\1", html)


def test_a_thousand_terms_in_a_long_page_take_no_time():
    terms = [Term(f"t{n}", f"word{n} thing", (f"word{n} thing",), "x") for n in range(1000)]
    glossary = Glossary(terms)
    page = "<p>" + "some word7 thing and other words " * 3000 + "</p>"
    begun = time.perf_counter()
    shown = explain([page], glossary, address="/g/")
    assert len(shown.terms) == 1
    assert time.perf_counter() - begun < 2
