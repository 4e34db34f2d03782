"""Rich text becomes paragraphs, lists and links, and nothing else, whatever somebody managed to put into a field."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framework.handbook.content import Listing, Paragraph, Run, Section, texts_of
from framework.handbook.rich import DEEPEST, blocks_of

SITE = "https://learn.example.org"


def text_of(html: str) -> str:
    return "|".join(texts_of(Section("", blocks_of(html, site=SITE)))).strip("|")


@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        ("", ()),
        ("<p> </p>", ()),
        ("<p>One</p><p>Two</p>", (Paragraph((Run("One"),)), Paragraph((Run("Two"),)))),
        ("no tags", (Paragraph((Run("no tags"),)),)),
        (
            "<p>A <b>strong</b> and <i>soft</i> word</p>",
            (Paragraph((Run("A "), Run("strong", strong=True), Run(" and "), Run("soft", em=True), Run(" word"))),),
        ),
        ("<ul><li>One</li><li>Two</li></ul>", (Listing(((Paragraph((Run("One"),)),), (Paragraph((Run("Two"),)),))),)),
        ("<ol><li>One</li></ol>", (Listing(((Paragraph((Run("One"),)),),), ordered=True),)),
        ("<p>a<br>b</p>", (Paragraph((Run("a"), Run("\n"), Run("b"))),)),
        ("<p>5 &lt; 6 &amp; 7</p>", (Paragraph((Run("5 < 6 & 7"),)),)),
        ("<p>  many\n\n   spaces  </p>", (Paragraph((Run("many spaces"),)),)),
    ],
)
def test_rich_text_becomes_blocks(html, blocks):
    assert blocks_of(html) == blocks


@pytest.mark.parametrize(
    ("href", "leads_to"),
    [
        ("https://example.org/", "https://example.org/"),
        ("mailto:priya@example.org", "mailto:priya@example.org"),
        ("/framework/", "https://learn.example.org/framework/"),
        ("javascript:alert(1)", ""),
        (" JAVASCRIPT:alert(1)", ""),
        ("java\tscript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("file:///etc/passwd", ""),
        ("http://[broken", ""),
        ("", ""),
    ],
)
def test_only_plain_links_are_kept(href, leads_to):
    (block,) = blocks_of(f'<p><a href="{href}">there</a></p>', site=SITE)
    assert block.runs == (Run("there", link=leads_to),)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<script>alert(1)</script>left", "left"),
        ("<style>p{}</style><p>left</p>", "left"),
        ("<p onclick=x>left</p>", "left"),
        ("<svg><text>seen</text></svg>", "seen"),
        ("</p></ul></li>left", "left"),
        ("<ul><li>a<li>b", "a|b"),
        ("<p>a<p>b", "a|b"),
        ("<!-- no --><p>left<!-- no --></p>", "left"),
        ("&lt;script&gt;", "<script>"),
        ("<table><tr><td>a</td></tr><tr><td>b</td></tr></table>", "a|b"),
    ],
)
def test_what_is_not_known_is_only_its_words(html, text):
    assert text_of(html) == text


def test_lists_in_lists_end_somewhere_and_lose_no_word():
    html = "<ul><li>x" * 500
    depth, blocks = 0, blocks_of(html)
    assert text_of(html).count("x") == 500
    while blocks and isinstance(blocks[-1], Listing):
        depth, blocks = depth + 1, blocks[-1].items[-1]
    assert depth == DEEPEST


@given(st.text(alphabet="<>/apulibr \"'=&;!-#x\\$", max_size=80))
def test_nothing_makes_it_fail(html):
    for block in blocks_of(html):
        assert isinstance(block, Paragraph | Listing)
