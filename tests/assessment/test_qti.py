"""QTI 3 items of other systems are read as plain words, or say why not; no XML makes the reader stumble."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.assessment.exchange import qti
from learning.assessment.exchange.reading import FileRefused

FOREIGN = """<?xml version="1.0"?>
<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="Q 1">
  <qti-response-declaration identifier="R" cardinality="single" base-type="identifier">
    <qti-correct-response><qti-value>A</qti-value></qti-correct-response>
  </qti-response-declaration>
  <qti-item-body>
    <p>Read <strong>this</strong>
       first.</p>
    <qti-choice-interaction response-identifier="R" max-choices="1">
      <qti-prompt>Who <script>alert(1)</script>decides?</qti-prompt>
      <qti-simple-choice identifier="A">The person</qti-simple-choice>
      <qti-simple-choice identifier="B">The &lt;b&gt;service&lt;/b&gt;</qti-simple-choice>
    </qti-choice-interaction>
  </qti-item-body>
</qti-assessment-item>"""


def test_an_item_of_another_system_is_read_as_plain_words():
    (row,) = qti.read_qti(FOREIGN.encode(), competency="m1", difficulty="applied")
    assert row.draft.code == "Q-1"
    assert row.draft.stem == "Read this first.\n\nWho alert(1)decides?"
    assert [option.text for option in row.draft.options] == ["The person", "The <b>service</b>"]
    assert [option.correct for option in row.draft.options] == [True, False]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (("qti-assessment-item", "assessmentItem"), "not a QTI 3 item"),
        (("choice-interaction", "slider-interaction"), "this is a qti-slider-interaction"),
        (("qti-choice-interaction", "qti-order-interaction"), "must name every choice once"),
        (("qti-choice-interaction", "qti-match-interaction"), "two sets of choices"),
        (("<p>Read", "<qti-order-interaction/><p>Read"), "Here are 2."),
        (("<p>Read", "<b>" * 99 + "deep" + "</b>" * 99 + "<p>Read"), "nested too deep"),
    ],
)
def test_an_item_that_cannot_be_taken_says_why(changed, words):
    (row,) = qti.read_qti(FOREIGN.replace(*changed).encode())
    assert row.draft is None
    assert words in row.problems[0].words


XML = [*"<>&/\"' ", "<a>", "</a>", "<qti-value>", "<!DOCTYPE x>", "&lt;", "<![CDATA[", "]]>", "<?x?>", "<!--", "PK"]
TAGS = ["qti-assessment-item", "qti-item-body", "qti-choice-interaction", "qti-match-interaction", "qti-prompt", "p"]
trees = st.recursive(
    st.sampled_from(["words", "", "\n", "<br/>"]),
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag} identifier='a'>{''.join(parts)}</{tag}>",
        st.sampled_from(TAGS),
        st.lists(inner, max_size=3),
    ),
    max_leaves=15,
)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.lists(st.sampled_from(XML), max_size=30).map("".join), trees, st.binary(max_size=200)))
def test_whatever_xml_is_sent_is_read_or_refused(text):
    try:
        rows = qti.read_qti(text if isinstance(text, bytes) else text.encode())
    except FileRefused as refused:
        assert str(refused)
    else:
        assert all(row.draft or row.problems for row in rows)
