"""Rich text that is packed is the same however often it is packed, and whichever program wrote it last."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from learning.sharing.rules.rich_text import as_carried, as_checked, as_stored

PIECES = [
    *("<p>", "</p>", "<b>", "</b>", "<strong>", "</em>", "<ul><li>", "</li></ul>", "<br/>", "<script>", "<a href='x'>"),
    *(
        "</a>",
        "word",
        " ",
        "\n",
        "&amp;",
        "&nbsp;",
        '<a id="3" linktype="page">',
        "<img src=x onerror=y>",
        "<h2>",
        "</h2>",
    ),
]
HTML = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
PAGES = {"3": "kitchen"}
NUMBERS = {"kitchen": "3"}


def carried(html: str) -> str:
    return as_carried(html, lambda kind, pk: PAGES.get(pk))


@settings(deadline=None)
@example('<h2><a id="3" linktype="page"><h2><a href=\'x\'>')
@given(HTML)
def test_packing_what_was_stored_from_a_pack_gives_the_same(html):
    once = carried(html)
    stored = as_stored(once, lambda kind, key: NUMBERS.get(key))
    assert carried(stored) == once
    assert as_checked(once, lambda kind, key: key) == once
    assert "<script" not in once
    assert "onerror" not in once


@pytest.mark.parametrize(
    "html",
    [
        "<p>One <b>two</b> three</p>\n<p>four</p>",
        "<ul>\n  <li>one</li>\n  <li>two</li>\n</ul>",
        '<p>See <a href="https://example.org/?a=1&amp;b=2">there</a>.</p>',
        "<p>First line<br/>second line</p>",
    ],
)
def test_what_the_editor_saves_unchanged_is_unchanged(html):
    editor = ContentstateConverter(features=["bold", "italic", "ul", "ol", "link"])
    assert carried(editor.to_database_format(editor.from_database_format(html))) == carried(html)


def test_links_to_pages_go_by_item_and_those_that_lead_nowhere_leave_their_words():
    html = '<p><a linktype="page" id="3">Kitchen</a> and <a linktype="page" id="9">gone</a></p>'
    assert carried(html) == '<p><a linktype="page" item="kitchen">Kitchen</a> and gone</p>'
    unknown = as_checked('<p><a linktype="page" item="nobody">x</a></p>', lambda kind, key: None)
    assert unknown == "<p>x</p>"
