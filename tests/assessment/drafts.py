"""Questions as authors write them, for tests: the kinds by hand, and any by chance."""

from __future__ import annotations

from hypothesis import strategies as st

from learning.assessment.rules.questions import OptionDraft, QuestionDraft, clean_draft, clean_text

KINDS = ["SINGLE", "MULTIPLE", "ORDERING", "MATCHING"]
HARD = ["=1+1", "'=1", "''-x", "@home", "-5", "|x|", "%50%", "a,b;c\t", 'say "yes"', "_x000D_", "{a} = b ~ c # d : e"]
HARD += ["->", "// no", "::t::", "[html]<b>x</b>", "\\n", "line\nbreak", "<script>alert(1)</script>", "&amp;", "TRUE"]
HARD += ["####", "naïve café Ω 漢 😀", "\\", "]]>", "$CATEGORY: x", "[tag:competency:x]", "3.0", "  wide   gap  "]


def draft(code: str = "mindset-90", kind: str = "SINGLE", **changes) -> QuestionDraft:
    """Return a question that is fit for review."""
    options = tuple(
        OptionDraft(
            text=f"Answer {letter}",
            feedback=f"Because of {letter}.",
            correct=kind in {"SINGLE", "MULTIPLE"} and letter == "a",
            match=f"Side {letter}" if kind == "MATCHING" else "",
            misconception="service-first" if letter == "b" else "",
        )
        for letter in "abc"
    )
    fields = {
        "competency": "masoss-m2",
        "difficulty": "APPLIED",
        "revisit": "what-mindset-means",
        "stem": "Kofi says he used to sing. What do you say first?",
        "options": options,
    }
    return QuestionDraft(code=code, kind=kind, **{**fields, **changes})


words = st.one_of(st.sampled_from(HARD), st.text(max_size=60)).map(clean_text)
slugs = st.from_regex(r"[a-z0-9][a-z0-9_-]{0,20}", fullmatch=True)


def _option(text: str, feedback: str, correct: bool, match: str, misconception: str) -> OptionDraft:
    return OptionDraft(text or "Nothing said", feedback, correct, match or "A side", misconception)


options = st.builds(_option, words, words, st.booleans(), words, st.one_of(st.just(""), slugs))
drafts = st.builds(
    QuestionDraft,
    code=slugs,
    kind=st.sampled_from(KINDS),
    stem=words.map(lambda text: text or "What first?"),
    competency=slugs,
    difficulty=st.sampled_from(["FOUNDATION", "APPLIED", "STRETCH"]),
    revisit=st.one_of(st.just(""), slugs),
    options=st.lists(options, min_size=2, max_size=10).map(tuple),
).map(clean_draft)
