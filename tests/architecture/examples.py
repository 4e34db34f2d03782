"""Things of Asha's that every address of the site can lead to."""

from __future__ import annotations

from dataclasses import dataclass

from wagtail.images import get_image_model

from learning.assessment.models import Attempt, Award, Observation
from learning.enrolment.models import LessonAnswer, PinnedLesson
from learning.people.models import Unit
from learning.records.models import Statement
from learning.records.xapi.statements import statement_id
from tests.architecture.addresses import example
from tests.conftest import account_of
from tests.stories import begin_attempt, observe, standard

HANDED_IN_ONLY = {"assessment:outcome"}


@dataclass
class Things:
    values: dict[str, str]
    lesson: PinnedLesson
    block: str
    handed_in: Attempt
    open_attempt: Attempt
    award: Award
    observation: Observation
    statement: Statement

    def paths(self, route: str, name: str) -> list[str]:
        """Return examples of an address: for attempts an open one and one that was handed in."""
        if name.startswith("enrolment:") and "module_slug" in route:
            return [example(route, {**self.values, "slug": self.lesson.lesson.slug})]
        if "attempt_id" in route:
            both = [self.handed_in, self.open_attempt]
            return [example(route, {**self.values, "attempt_id": str(attempt.uuid)}) for attempt in both]
        return [example(route, self.values)]


def ashas_things() -> Things:
    asha, omar = account_of("asha").person, account_of("omar").person
    written = LessonAnswer.objects.filter(
        pinned_lesson__study__person=asha, pinned_lesson__study__module__slug="mindset", correct=None
    ).latest("pk")
    lesson = PinnedLesson.objects.select_related("lesson", "study__module").get(pk=written.pinned_lesson_id)
    award = Award.objects.filter(person=asha).latest("pk")
    observation = observe(asha, "masoss-m2", assessor=omar, competent=False)
    statement = Statement.objects.get(id=statement_id(award.uuid))
    riverside = Unit.objects.get(name="Riverside team")
    things = Things(
        values={},
        lesson=lesson,
        block=written.block_id,
        handed_in=Attempt.objects.get(person=asha, submitted_at__isnull=False),
        open_attempt=begin_attempt(asha, "mindset"),
        award=award,
        observation=observation,
        statement=statement,
    )
    things.values = {
        "unit_id": str(riverside.uuid),
        "person_id": str(asha.uuid),
        "code": "masoss-m2",
        "module_slug": "mindset",
        "slug": "mindset",
        "block_id": things.block,
        "statement_id": str(statement.id),
        "position": "1",
        "standard_id": str(standard("masoss-m2").pk),
        "observation_id": str(observation.uuid),
        "award_id": str(award.uuid),
        "path": get_image_model().objects.first().file.name,
    }
    return things
