"""Blocks to read: nothing in them is answered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.functional import cached_property
from wagtail.blocks import CharBlock, ChoiceBlock, ListBlock, MultipleChoiceBlock, StructBlock, StructValue, TextBlock

from framework.models import RoleProfile
from learning.content.blocks import previews
from learning.content.blocks.parts import TO_PRACTISE, TO_READ, blank, rich_text

SETTINGS = [("any", "Anywhere"), ("home", "At home"), ("residential", "In residential care")]


class CalloutBlock(StructBlock):
    kind = ChoiceBlock(
        choices=[("remember", "Remember"), ("try_this", "Try this"), ("take_care", "Take care")],
        default="remember",
    )
    title = CharBlock()
    html = rich_text(label="Text")

    class Meta:
        icon = "warning"
        group = TO_READ
        description = "One point that must not be missed"
        template = "content/blocks/callout.html"
        preview_value = previews.CALLOUT


class QuotationBlock(StructBlock):
    text = TextBlock()
    who = CharBlock()
    source = CharBlock(help_text="Where it was said or written")

    class Meta:
        icon = "openquote"
        group = TO_READ
        description = "Somebody's own words, with who said them and where"
        template = "content/blocks/quotation.html"
        preview_value = previews.QUOTATION


class WorkedExampleBlock(StructBlock):
    setting = ChoiceBlock(choices=[("home", "At home"), ("residential", "In residential care")], default="home")
    title = CharBlock()
    situation = rich_text()
    first_thought = rich_text(help_text="The habit, and why it tempts us")
    strengths_led = rich_text(label="What the worker did")
    result = rich_text()
    ask_yourself = ListBlock(CharBlock())

    class Meta:
        icon = "user"
        group = TO_PRACTISE
        description = "A situation, the first thought, what the worker did, and what changed"
        template = "content/blocks/worked_example.html"
        preview_value = previews.WORKED_EXAMPLE


class StepBlock(StructBlock):
    title = CharBlock()
    html = rich_text(label="Text")


class StepsBlock(StructBlock):
    title = CharBlock()
    steps = ListBlock(StepBlock())

    class Meta:
        icon = "list-ol"
        group = TO_READ
        description = "How to do something, in order"
        template = "content/blocks/steps.html"
        preview_value = previews.STEPS


class SectionBlock(StructBlock):
    title = CharBlock(help_text="What the reader opens it for, in a few words", max_length=120)
    html = rich_text(label="Text")


class AccordionBlock(StructBlock):
    title = CharBlock()
    sections = ListBlock(SectionBlock(), min_num=2, max_num=12, default=blank(2, "title", "html"))

    class Meta:
        icon = "list-ul"
        group = TO_READ
        description = "Sections that open one by one: for things to look up"
        template = "content/blocks/accordion.html"
        preview_value = previews.ACCORDION


class TabBlock(StructBlock):
    title = CharBlock(help_text="One or two words: it stands on the tab", max_length=40)
    html = rich_text(label="Text")


class TabsBlock(StructBlock):
    title = CharBlock()
    tabs = ListBlock(TabBlock(), min_num=2, max_num=6, default=blank(2, "title", "html"))

    class Meta:
        icon = "duplicate"
        group = TO_READ
        description = "The same thing from two to six sides, one at a time"
        template = "content/blocks/tabs.html"
        preview_value = previews.TABS


class ComparisonRowBlock(StructBlock):
    aspect = CharBlock(help_text="What is compared, such as: The first question", max_length=120)
    left = TextBlock()
    right = TextBlock()


class ComparisonBlock(StructBlock):
    title = CharBlock()
    left_title = CharBlock(default="Service-led", help_text="What stands on the left, in one or two words")
    right_title = CharBlock(default="Strengths-led", help_text="What stands on the right, in one or two words")
    rows = ListBlock(ComparisonRowBlock(), min_num=1, max_num=12, default=blank(2, "aspect", "left", "right"))

    class Meta:
        icon = "table"
        group = TO_READ
        description = "Two ways side by side, point by point"
        template = "content/blocks/comparison.html"
        preview_value = previews.COMPARISON


class MomentBlock(StructBlock):
    when = CharBlock(help_text="A time, a day or a date", max_length=60)
    title = CharBlock()
    html = rich_text(label="Text")


class TimelineBlock(StructBlock):
    title = CharBlock()
    moments = ListBlock(MomentBlock(), min_num=2, max_num=20, default=blank(3, "when", "title", "html"))

    class Meta:
        icon = "history"
        group = TO_READ
        description = "What happened, moment by moment"
        template = "content/blocks/timeline.html"
        preview_value = previews.TIMELINE


class LivedExperienceBlock(StructBlock):
    text = TextBlock(label="Their words")
    who = CharBlock(help_text="A first name or a group, as they agreed to be called")
    consent = CharBlock(help_text="How and when they agreed to their words being used here", max_length=400)
    changed = TextBlock(help_text="What their words changed in our practice or in this page")

    class Meta:
        icon = "group"
        group = TO_READ
        description = "Words from lived experience, with consent and what they changed"
        template = "content/blocks/lived_experience.html"
        preview_value = previews.LIVED_EXPERIENCE


def job_choices() -> list[tuple[str, str]]:
    """Return the jobs of the framework by code."""
    return list(RoleProfile.objects.order_by("title").values_list("code", "title"))


def variant_title(jobs: list[str], setting: str) -> str:
    """Return whom a variant is for, such as: Social worker or commissioner, at home."""
    who = " or ".join(filter(None, [", ".join(jobs[:-1]), *jobs[-1:]])).capitalize()
    where = dict(SETTINGS).get(setting, "") if setting != "any" else ""
    return f"{who}, {where.lower()}" if who and where else who or where or "Everybody else"


class VariantValue(StructValue):
    @cached_property
    def title(self) -> str:
        """Return whom it is for, by the titles of the jobs that this installation knows."""
        titles = dict(job_choices()) if self["jobs"] else {}
        return variant_title([titles[job] for job in self["jobs"] or () if job in titles], self["setting"])


class VariantBlock(StructBlock):
    jobs = MultipleChoiceBlock(
        choices=job_choices, required=False, help_text="It opens by itself for people who do one of these jobs"
    )
    setting = ChoiceBlock(choices=SETTINGS, default="any")
    html = rich_text(label="What to try")

    class Meta:
        value_class = VariantValue


class TryItBlock(StructBlock):
    title = CharBlock(default="Try it in your setting")
    html = rich_text(label="For everybody")
    variants = ListBlock(VariantBlock(), min_num=1, max_num=8, help_text="What to try in a job or a setting")

    class Meta:
        icon = "check"
        group = TO_PRACTISE
        description = "Something to try at work, with a variant for each job or setting"
        template = "content/blocks/try_it.html"
        preview_value = previews.TRY_IT

    def texts_to_read(self, value: Any) -> Iterator[str]:
        """Yield what one reader reads: their own variant, and of several the longest."""
        yield from [value["title"] or "", str(value["html"] or "")]
        yield max((str(variant["html"] or "") for variant in value["variants"]), key=len, default="")


class TurnBlock(StructBlock):
    who = CharBlock(max_length=60)
    said = TextBlock()
    note = TextBlock(
        required=False,
        label="What to notice",
        help_text="The reader opens it. Leave it empty where nothing is to be said",
    )


class ConversationBlock(StructBlock):
    title = CharBlock()
    setting = CharBlock(required=False, help_text="Where and when, in one line")
    turns = ListBlock(TurnBlock(), min_num=2, max_num=40, default=blank(2, "who", "said", "note"))
    ask_yourself = ListBlock(CharBlock(), default=[])

    class Meta:
        icon = "comment"
        group = TO_PRACTISE
        description = "A dialogue with notes to open on what to notice"
        template = "content/blocks/conversation.html"
        preview_value = previews.CONVERSATION
