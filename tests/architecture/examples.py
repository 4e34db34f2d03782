"""Things of Asha's that every address of the site can lead to."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from django.core.files.base import ContentFile
from wagtail.images import get_image_model

from framework.models import Competency, Invitation
from learning.assessment.models import Attempt, Award, BankImport, Observation
from learning.authoring.models import ReviewRound, StartedModule
from learning.authoring.starting.actions import Start, start_module
from learning.authoring.starting.templates import starting_points
from learning.enrolment.models import LessonAnswer, PinnedLesson
from learning.jobs.models import Job
from learning.people.models import Unit
from learning.records.models import Statement
from learning.records.xapi.statements import statement_id
from learning.sharing.actions.offering import offer_line
from learning.sharing.models import Following
from tests.architecture.addresses import example
from tests.conftest import account_of
from tests.sharing.councils import module_choice, pack_of, received_by
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
        if name == "starting:left":
            return [example(route, {"module_id": str(begun_module().module_id)})]
        if "attempt_id" in route:
            both = [self.handed_in, self.open_attempt]
            return [example(route, {**self.values, "attempt_id": str(attempt.uuid)}) for attempt in both]
        return [example(route, self.values)]


def finished_job() -> Job:
    job = Job.objects.create(
        kind="handbook", asked_by=account_of("asha"), state=Job.State.DONE, result_type="text/plain"
    )
    job.result.save("result.txt", ContentFile(b"What Asha asked for"))
    return job


def begun_module() -> StartedModule:
    """A module that priya has begun from a starting point."""
    priya = account_of("priya").person
    point = next(iter(starting_points().values()))
    competencies = list(Competency.objects.filter(code="masoss-m2"))
    start = Start(uuid5(NAMESPACE_URL, "begun"), point, "Listening at the door", competencies)
    return start_module(start, organisation=priya.posts.get().unit.get_root(), by=priya)


def some_import(things: Things) -> BankImport:
    """A file of questions that priya is about to take into the bank of the open attempt."""
    priya = account_of("priya").person
    module = things.open_attempt.assessment.module
    return BankImport.objects.create(module=module, by=priya, file_name="questions.csv", format="SPREADSHEET")


def packs_of_northvale() -> dict[str, str]:
    """A pack that Priya's organisation made, and one that it received from another."""
    priya, northvale = account_of("priya"), Unit.objects.get(name="Northvale Council")
    theirs = received_by(northvale, by=priya)
    made = pack_of(priya, module_choice("mindset"))
    about = {"address": "https://packs.example.org/packs/a/", "name": "theirs", "title": "Theirs"}
    following = Following.objects.create(
        organisation=northvale, publisher=theirs.publisher, followed_by=priya.person, **about
    )
    return {
        "made_id": str(made.uuid),
        "offer": offer_line(made, by=priya.person).token,
        "following_id": str(following.uuid),
        "received_id": str(theirs.uuid),
        "publisher_id": str(theirs.publisher.uuid),
    }


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
        "token": Invitation.objects.open().first().token,
        "one": "masoss",
        "other": "six-principles",
        "module_id": str(things.open_attempt.assessment.module_id),
        "question_id": str(things.open_attempt.questions.first().version.question_id),
        "number": "1",
        "first": "1",
        "second": "1",
        "kind": "csv",
        "import_id": str(some_import(things).uuid),
        "framework_code": "masoss",
        "round_id": str(ReviewRound.objects.get().uuid),
        "review_id": str(ReviewRound.objects.get().roles.first().pk),
        "path": get_image_model().objects.first().file.name,
        "framework": "masoss",
        "job_id": str(finished_job().uuid),
        **packs_of_northvale(),
    }
    return things
