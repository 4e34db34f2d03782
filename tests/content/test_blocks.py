"""What a lesson's blocks ask of their authors."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from wagtail.blocks import StreamValue
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from framework.models.site import SourceBlock
from learning.content.blocks import (
    ImageBlock,
    KnowledgeCheckBlock,
    LessonBlocks,
    QuotationBlock,
    VideoBlock,
    caption_problem,
)

CAPTIONS = "WEBVTT\n\n00:00:00.000 --> 00:00:02.000\nHello, Kenneth.\n"


def document(name: str, content: bytes | str = b"x"):
    raw = content.encode() if isinstance(content, str) else content
    return get_document_model().objects.create(title=name, file=ContentFile(raw, name=name))


def problems(block, **fields) -> set[str]:
    """Return the names of the fields a block refuses."""
    try:
        block.clean(block.to_python({}) if not fields else block.normalize(fields))
    except ValidationError as error:
        return set(error.block_errors)
    return set()


def check(*right: bool, kind: str = "single", feedback: str = "Because.") -> dict:
    options = [{"text": f"Answer {n}", "correct": flag, "feedback": feedback} for n, flag in enumerate(right)]
    return {"kind": kind, "stem": "What first?", "options": options}


@pytest.mark.parametrize(
    ("fields", "refused"),
    [
        (check(True, False), set()),
        (check(True, False, False), set()),
        (check(True, True, False, kind="multiple"), set()),
        (check(True, False, kind="multiple"), set()),
        (check(False, False), {"kind"}),
        (check(True, True, False), {"kind"}),
        (check(False, False, kind="multiple"), {"kind"}),
        (check(True, True, kind="multiple"), {"kind"}),
        (check(True), {"options"}),
        (check(*[True] + [False] * 8), {"options"}),
        (check(True, False, feedback=""), {"options"}),
        ({**check(True, False), "stem": ""}, {"stem"}),
        ({**check(True, False), "kind": "essay"}, {"kind"}),
    ],
)
def test_a_knowledge_check_has_a_right_answer_a_wrong_one_and_feedback_for_each(fields, refused):
    assert problems(KnowledgeCheckBlock(), **fields) == refused


@pytest.mark.parametrize("missing", ["text", "who", "source"])
def test_a_quotation_names_who_said_it_and_where(missing):
    fields = {"text": "Listen.", "who": "Claire Wardle", "source": "Principle 5"}
    assert problems(QuotationBlock(), **fields) == set()
    assert problems(QuotationBlock(), **{**fields, missing: ""}) == {missing}


def test_a_picture_says_in_words_what_it_shows(db):
    picture = get_image_model().objects.first()
    assert problems(ImageBlock(), image=picture, alt="A circle", caption="") == set()
    assert problems(ImageBlock(), image=picture, alt="", caption="") == {"alt"}
    assert problems(ImageBlock(), image=picture, alt="x" * 601, caption="") == {"alt"}


def film(**other) -> dict:
    fields = {
        "title": "A visit",
        "video": document("visit.mp4"),
        "captions": document("visit.vtt", CAPTIONS),
        "transcript": VideoBlock().child_blocks["transcript"].to_python("<p>Hello.</p>"),
        "minutes": 2,
    }
    return {**fields, **other}


def test_a_film_has_captions_and_a_transcript(db):
    block = VideoBlock()
    nothing = block.child_blocks["transcript"].to_python("")
    assert problems(block, **film()) == set()
    assert problems(block, **film(captions=None)) == {"captions"}
    assert problems(block, **film(transcript=nothing)) == {"transcript"}
    assert problems(block, **film(video=document("visit.pdf"))) == {"video"}
    assert problems(block, **film(captions=document("visit.txt", CAPTIONS))) == {"captions"}
    assert problems(block, **film(minutes=31)) == {"minutes"}


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("a.vtt", CAPTIONS, ""),
        ("a.VTT", "\ufeff" + CAPTIONS, ""),
        ("a.srt", CAPTIONS, "Choose a WebVTT file, ending in .vtt."),
        ("a.vtt", "", "This is not a WebVTT file. Save the captions as WebVTT, in UTF-8."),
        ("a.vtt", "Hello", "This is not a WebVTT file. Save the captions as WebVTT, in UTF-8."),
        ("a.vtt", b"\xff\xfe\x00", "This is not a WebVTT file. Save the captions as WebVTT, in UTF-8."),
        ("a.vtt", "WEBVTT\n\n", "This file holds no captions."),
        ("a.vtt", "WEBVTT\n\n99:99 --> x\nHello\n", "This file holds no captions."),
    ],
)
def test_a_caption_file_is_looked_into(db, name, content, problem):
    assert caption_problem(document(name, content)) == problem


def lesson(*kinds: str) -> StreamValue:
    values = {"heading": "Words", "reflection": {"prompt": "What did you hear?", "help": ""}}
    block = LessonBlocks()
    return block.to_python([{"type": kind, "value": values[kind]} for kind in kinds])


def test_a_lesson_has_something_to_do():
    block = LessonBlocks()
    assert [child.block_type for child in block.clean(lesson("heading", "reflection"))] == ["heading", "reflection"]
    with pytest.raises(ValidationError) as refused:
        block.clean(lesson("heading"))
    assert "Add something to do" in str(refused.value.non_block_errors.as_data())


@pytest.mark.parametrize(
    ("url", "refused"),
    [
        ("", set()),
        ("https://www.scie.org.uk/", set()),
        ("http://example.org/a?b=c", set()),
        ("javascript:alert(1)", {"url"}),
        (" JavaScript:alert(1)", {"url"}),
        ("data:text/html,x", {"url"}),
        ("www.example.org", {"url"}),
    ],
)
def test_a_source_links_to_a_web_address_only(url, refused):
    assert problems(SourceBlock(), title="SCIE", detail="", url=url) == refused
