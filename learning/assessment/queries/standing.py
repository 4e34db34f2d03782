"""Where people stand on what their posts need, with the proof: the same function for every page that shows it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from framework import rules
from framework.models import CompetencyLevel, EvidenceRule, Requirement
from learning.assessment.models import Award, Evidence, Observation
from learning.assessment.queries.evidence import is_fresh
from learning.assessment.rules.standing import (
    AwardFact,
    PracticeFact,
    evidence_level,
    is_met,
    requirement_state,
)
from learning.people.models import Person, Post
from learning.people.queries import bank_holidays, people_managed_by
from learning.people.rules import add_working_days


@dataclass(frozen=True)
class Standing:
    """One requirement of one post, and where its holder stands on it on a day."""

    post: Post
    requirement: Requirement
    standard: CompetencyLevel | None
    due_on: date
    state: str
    level: int
    award: Award | None
    proof: rules.Proof | None
    evidence: tuple[Evidence, ...]

    @property
    def is_met(self) -> bool:
        return is_met(self.state)

    @property
    def missing(self) -> tuple[rules.Proof, ...]:
        return rules.missing(self.proof) if self.proof and not self.is_met else ()

    @property
    def expires_on(self) -> date | None:
        return self.award.expires_on if self.award and self.is_met else None


@dataclass(frozen=True)
class _Facts:
    """What is known of one person and one competency up to the day."""

    awards: list[Award]
    evidence: list[Evidence]
    observations: list[Observation]


def standings(people: Iterable[Person], *, as_at: date) -> dict[int, list[Standing]]:
    """Return each person's standings on a day, by person id, in the framework's order. Eight queries, however many."""
    ids = [person.pk for person in people]
    posts = list(
        Post.objects.on(as_at).filter(person__in=ids).select_related("person", "unit", "role_profile", "line_manager")
    )
    needed = _requirements_by_profile({post.role_profile_id for post in posts}, as_at)
    standards = _standards({(row.competency_id, row.level_id) for rows in needed.values() for row in rows})
    facts = _facts(ids, as_at)
    found: dict[int, list[Standing]] = {person_id: [] for person_id in ids}
    for post in posts:
        for requirement in needed.get(post.role_profile_id, []):
            standard = standards.get((requirement.competency_id, requirement.level_id))
            known = facts[post.person_id, requirement.competency_id]
            found[post.person_id].append(_stand(post, requirement, standard, known, as_at))
    return found


def standings_of(person: Person, *, as_at: date) -> list[Standing]:
    return standings([person], as_at=as_at)[person.pk]


def _requirements_by_profile(profiles: set[int], as_at: date) -> dict[int, list[Requirement]]:
    rows = (
        Requirement.objects.in_force(as_at)
        .filter(role_profile__in=profiles)
        .select_related("competency__element", "level", "role_profile")
        .order_by("competency__element__framework", "competency__element__order", "competency__order")
    )
    grouped: dict[int, list[Requirement]] = defaultdict(list)
    for row in rows:
        grouped[row.role_profile_id].append(row)
    return grouped


def _standards(wanted: set[tuple[int, int]]) -> dict[tuple[int, int], CompetencyLevel]:
    rows = CompetencyLevel.objects.filter(competency__in={competency for competency, _ in wanted})
    rows = rows.select_related("competency", "level").prefetch_related("evidence_rules")
    return {(row.competency_id, row.level_id): row for row in rows}


def _facts(people: list[int], as_at: date) -> dict[tuple[int, int], _Facts]:
    facts: dict[tuple[int, int], _Facts] = defaultdict(lambda: _Facts([], [], []))
    awards = Award.objects.filter(person__in=people, awarded_on__lte=as_at).order_by("awarded_on", "pk")
    for award in awards.select_related("level", "revocation", "rule").prefetch_related("evidence"):
        facts[award.person_id, award.competency_id].awards.append(award)
    evidence = Evidence.objects.filter(person__in=people, occurred_on__lte=as_at)
    for row in evidence.select_related("level", "vouched_by").order_by("occurred_on", "pk"):
        facts[row.person_id, row.competency_id].evidence.append(row)
    observations = Observation.objects.filter(learner__in=people, observed_on__lte=as_at)
    for seen in observations.select_related("competency_level"):
        facts[seen.learner_id, seen.competency_level.competency_id].observations.append(seen)
    return facts


def _stand(
    post: Post, requirement: Requirement, standard: CompetencyLevel | None, known: _Facts, as_at: date
) -> Standing:
    wanted = requirement.level.order
    awards = [award for award in known.awards if award.level.order >= wanted]
    due_on = due_date(post, requirement)
    state = requirement_state([award.fact() for award in awards], due_on=due_on, as_at=as_at)
    award = _telling_award(awards, as_at)
    rule, counting = _rule_and_evidence(standard, known, award if is_met(state) else None, as_at)
    practice = [PracticeFact(seen.observed_on, seen.assessor_id, seen.is_competent) for seen in known.observations]
    return Standing(
        post=post,
        requirement=requirement,
        standard=standard,
        due_on=due_on,
        state=state,
        level=evidence_level([row.fact() for row in known.evidence], practice, as_at=as_at),
        award=award,
        proof=rules.evaluate(rule.rule, [row.fact() for row in counting]) if rule else None,
        evidence=tuple(counting),
    )


def due_date(post: Post, requirement: Requirement) -> date:
    """Return the day by which a post's holder must meet a requirement: in working days from the later start of both."""
    start = max(post.started_on, requirement.in_force_from)
    return add_working_days(start, requirement.due_within_days, bank_holidays())


def _telling_award(awards: list[Award], as_at: date) -> Award | None:
    """Return the award that tells the state: the holding one that lasts longest, else the newest."""

    def lasts(award: Award) -> tuple[bool, date]:
        fact: AwardFact = award.fact()
        return fact.holds_on(as_at), award.expires_on or date.max

    return max(awards, key=lasts, default=None)


def _rule_and_evidence(
    standard: CompetencyLevel | None, known: _Facts, holding: Award | None, as_at: date
) -> tuple[EvidenceRule | None, list[Evidence]]:
    """Return the rule to show and the evidence to hold against it.

    For a met requirement those of its award; else the rule in force, with fresh evidence that no award has used.
    """
    if holding is not None:
        return holding.rule, list(holding.evidence.all())
    if standard is None:
        return None, []
    used = {row.pk for award in known.awards if award.level_id == standard.level_id for row in award.evidence.all()}
    counting = [
        row
        for row in known.evidence
        if row.pk not in used
        and is_fresh(row, standard, as_at)
        and (row.kind == Evidence.Kind.KNOWLEDGE or row.level.order >= standard.level.order)
    ]
    return standard.rule_in_force(as_at), counting


def observations_wanted(manager: Person, *, as_at: date) -> list[Standing]:
    """Return what waits for a line manager: requirements of their people that need an observation, soonest due first.

    Only where knowledge that the rule also asks for is there, so that nobody is observed before they could learn.
    """
    by_person = standings(people_managed_by(manager), as_at=as_at)
    return waiting_for(manager, by_person)


def waiting_for(manager: Person, by_person: dict[int, list[Standing]]) -> list[Standing]:
    """Return those of some standings that wait for this line manager, soonest due first."""
    found = [standing for rows in by_person.values() for standing in rows]
    waiting = [standing for standing in found if standing.post.line_manager_id == manager.pk and _wants(standing)]
    return sorted(waiting, key=lambda standing: (standing.due_on, standing.post.person.name))


def _wants(standing: Standing) -> bool:
    kinds = {leaf.rule.kind for leaf in standing.missing}
    return rules.OBSERVATION in kinds and rules.KNOWLEDGE not in kinds
