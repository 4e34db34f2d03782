"""What an author may write in HTML: text, lists and links; nothing that runs, loads or dresses up."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.content.rules import ALLOWED_TAGS, clean_html

TAG = re.compile(r"<\s*/?\s*([a-zA-Z][a-zA-Z0-9]*)([^>]*)>")
REL = 'rel="noopener noreferrer"'
PIECES = st.sampled_from(
    [
        "<",
        ">",
        "</",
        '"',
        "'",
        "=",
        " ",
        "<script>",
        "</script>",
        "<p>",
        "</p>",
        "<svg>",
        "<style>",
        "<!--",
        "-->",
        "<a href=",
        "javascript:alert(1)",
        "onload=x",
        "&lt;",
        "&#x3c;",
        "&amp;",
        "\x00",
        "word",
        "<math><mi>",
        "<template>",
        "<noscript>",
        "]]>",
        "<![CDATA[",
    ]
)


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        ("<p>One <strong>two</strong></p>", "<p>One <strong>two</strong></p>"),
        ("<ul><li>a</li></ul>", "<ul><li>a</li></ul>"),
        ("<script>alert(1)</script><p>x</p>", "<p>x</p>"),
        ("<p>a<script>alert(1)</script>b</p>", "<p>ab</p>"),
        ("<ScRiPt>alert(1)</sCrIpT>x", "x"),
        ("<style>p{display:none}</style>x", "x"),
        ('<p style="color:red" onclick="alert(1)" class="x" id="y">a</p>', "<p>a</p>"),
        ('<img src=x onerror="alert(1)">a', "a"),
        ("<svg onload=alert(1)><circle/></svg>a", "a"),
        ('<iframe src="https://example.org"></iframe>a', "a"),
        ("<object data=x></object><embed src=x>a", "a"),
        ('<form action="https://example.org"><input name=a><button>b</button></form>', "b"),
        ('<a href="https://example.org">a</a>', f'<a href="https://example.org" {REL}>a</a>'),
        ('<a href="mailto:a@example.org">a</a>', f'<a href="mailto:a@example.org" {REL}>a</a>'),
        ('<a href="javascript:alert(1)">a</a>', f"<a {REL}>a</a>"),
        ('<a href="JaVaScRiPt:alert(1)">a</a>', f"<a {REL}>a</a>"),
        ('<a href="java\tscript:alert(1)">a</a>', f"<a {REL}>a</a>"),
        ('<a href="&#106;avascript:alert(1)">a</a>', f"<a {REL}>a</a>"),
        ('<a href="data:text/html,<script>1</script>">a</a>', f"<a {REL}>a</a>"),
        ('<a href="vbscript:x">a</a>', f"<a {REL}>a</a>"),
        ('<a href="https://example.org" target="_top" onclick="x">a</a>', f'<a href="https://example.org" {REL}>a</a>'),
        ("<h1>Big</h1>", "Big"),
        ("<p>unclosed", "<p>unclosed</p>"),
        ("a < b & c", "a &lt; b &amp; c"),
        ("<!-- a comment -->x", "x"),
        ("", ""),
    ],
)  # fmt: skip
def test_only_harmless_html_is_left(html, clean):
    assert clean_html(html) == clean


def assert_harmless(html: str) -> None:
    for name, rest in TAG.findall(html):
        assert name.lower() in ALLOWED_TAGS
        assert rest.strip(" /") == "" or name == "a"
        assert not re.search(r'href="\s*(javascript|data|vbscript):', rest, re.IGNORECASE)


@pytest.mark.parametrize("depth", [10, 500, 5000])
def test_deep_nesting_and_size_are_borne(depth):
    cleaned = clean_html("<div><p>" * depth + "<script>x</script>word" + "</p></div>" * depth)
    assert "word" in cleaned
    assert_harmless(cleaned)


def test_a_megabyte_is_borne():
    cleaned = clean_html("<p>word</p><img src=x onerror=y>" * 30_000)
    assert cleaned == "<p>word</p>" * 30_000


@given(st.lists(PIECES | st.text(max_size=8), max_size=30).map("".join))
def test_whatever_comes_is_harmless_and_cleaning_again_changes_nothing(html):
    once = clean_html(html)
    assert_harmless(once)
    assert clean_html(once) == once
