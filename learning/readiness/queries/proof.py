"""Why a person stands where they stand: the proof tree with who can supply what is missing, and the golden thread."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from framework import rules
from framework.models import Competency, ElementPage
from framework.words import describe
from learning.assessment.models import Assessment, Evidence, Observation
from learning.assessment.queries.standing import Standing
from learning.people.models import Account
from learning.people.permissions import frameworks_open_to, manages_today
from learning.records.models import Statement
from learning.records.translation import evidence_source
from learning.records.xapi.statements import statement_id


@dataclass(frozen=True)
class Act:
    """What somebody can do now, and where."""

    text: str
    url: str


@dataclass(frozen=True)
class ProofNode:
    """A node of the proof tree as a page shows it."""

    text: str
    met: bool
    need: str
    evidence: list[EvidenceLine]
    parts: list[ProofNode]
    supply: str = ""
    act: Act | None = None
    tries: list[Observation] = field(default_factory=list)
    may_read: bool = False


@dataclass(frozen=True)
class EvidenceLine:
    evidence: Evidence
    statement: UUID | None


@dataclass(frozen=True)
class Why:
    """Everything the page about one requirement of one person shows."""

    standing: Standing
    tree: ProofNode | None
    assessments: list[Assessment]
    element_page: ElementPage | None
    award_statement: UUID | None

    @property
    def competency_url(self) -> str:
        if self.element_page is None:
            return ""
        return str(self.element_page.competency_url(self.standing.requirement.competency))


def why(standing: Standing, *, viewer: Account, as_at: date) -> Why:
    """Return the proof behind a standing, and what the viewer can do about it."""
    competency = standing.requirement.competency
    assessments = list(
        Assessment.objects.filter(
            blueprint__competency=competency, module__organisation__path=standing.post.unit.organisation_path
        )
        .select_related("module")
        .distinct()
    )
    stored = _stored_statements(standing)
    writer = _TreeWriter(standing, assessments, stored, viewer, _not_yet(standing, as_at))
    award = standing.award
    return Why(
        standing=standing,
        tree=writer.node(standing.proof) if standing.proof else None,
        assessments=assessments,
        element_page=_element_page(competency, viewer),
        award_statement=stored.get(statement_id(award.uuid)) if award else None,
    )


def _element_page(competency: Competency, viewer: Account) -> ElementPage | None:
    """Return the page with the competency's line of the framework, if the viewer may open it."""
    pages = ElementPage.objects.live().filter(element=competency.element_id)
    found: ElementPage | None = pages.filter(element__framework__in=frameworks_open_to(viewer)).first()
    return found


def _not_yet(standing: Standing, as_at: date) -> list[Observation]:
    """Return the observations since the newest that counts that were judged not yet, the newest first."""
    seen = Observation.objects.filter(
        learner=standing.post.person,
        competency_level__competency=standing.requirement.competency,
        judgement=Observation.Judgement.NOT_YET,
        observed_on__lte=as_at,
    )
    counted = [row.occurred_on for row in standing.evidence if row.observation_id]
    if counted:
        seen = seen.filter(observed_on__gte=max(counted))
    return list(seen.select_related("assessor").order_by("-observed_on", "-pk")[:3])


def _stored_statements(standing: Standing) -> dict[UUID, UUID]:
    """Return which of the statements about a standing are stored; one that is still being written is left out."""
    ids = [statement_id(source) for row in standing.evidence if (source := evidence_source(row))]
    if standing.award:
        ids.append(statement_id(standing.award.uuid))
    return {pk: pk for pk in Statement.objects.filter(id__in=ids).values_list("id", flat=True)}


class _TreeWriter:
    """Writes a proof as nodes with words; knows whom to name for each kind of missing evidence."""

    def __init__(
        self,
        standing: Standing,
        assessments: list[Assessment],
        stored: dict[UUID, UUID],
        viewer: Account,
        tries: list[Observation],
    ) -> None:
        self.tries = tries
        self.standing = standing
        self.assessments = assessments
        self.stored = stored
        self.viewer = viewer
        self.by_id = {row.pk: row for row in standing.evidence}
        self.manages = manages_today(viewer, standing.post.person)
        self.is_own = viewer.person_id == standing.post.person_id

    def node(self, proof: rules.Proof) -> ProofNode:
        is_leaf = not proof.parts
        return ProofNode(
            text=_capital(_heading(proof.rule) if proof.parts else describe(proof.rule)),
            met=proof.met,
            need=""
            if proof.met or not is_leaf or proof.rule.need == 1
            else _("%(have)s of %(need)s so far") % {"have": proof.have, "need": proof.rule.need},
            evidence=[self.line(self.by_id[fact.id]) for fact in proof.facts],
            parts=[self.node(part) for part in proof.parts],
            supply=self.supply(proof) if is_leaf and not proof.met else "",
            act=self.act(proof) if is_leaf and not proof.met else None,
            tries=self.tries if proof.rule.kind == rules.OBSERVATION and not proof.met else [],
            may_read=self.is_own or self.manages,
        )

    def line(self, evidence: Evidence) -> EvidenceLine:
        source = evidence_source(evidence)
        return EvidenceLine(evidence, self.stored.get(statement_id(source)) if source else None)

    def supply(self, proof: rules.Proof) -> str:
        """Say who can supply a missing leaf."""
        name, manager = self.standing.post.person.name, self.standing.post.line_manager
        boss = str(manager) if manager else _("a line manager, once one is named")
        if proof.rule.kind == rules.KNOWLEDGE:
            if not self.assessments:
                return _("There is no assessment for this competency yet. The practice-framework lead can add one.")
            titles = _(" or ").join(row.title for row in self.assessments)
            return _("%(name)s can supply this with: %(titles)s.") % {"name": name, "titles": titles}
        if proof.rule.kind == rules.ATTENDANCE:
            return _("%(name)s can supply this by attending the course.") % {"name": name}
        return _("%(name)s can supply this.") % {"name": boss}

    def act(self, proof: rules.Proof) -> Act | None:
        kind, standard = proof.rule.kind, self.standing.standard
        if kind == rules.KNOWLEDGE and self.is_own and self.assessments:
            module = self.assessments[0].module
            return Act(_("Go to %(title)s") % {"title": module.title}, reverse("enrolment:module", args=[module.slug]))
        if kind == rules.OBSERVATION and self.manages and standard:
            address = reverse("assessment:observe", args=[self.standing.post.person.uuid, standard.pk])
            return Act(_("Record an observation"), address)
        return None


def _heading(rule: rules.Rule) -> str:
    if rule.kind == rules.ALL_OF or rule.need == len(rule.parts):
        return _("all of these")
    return (
        _("one of these")
        if rule.need == 1
        else _("%(need)s of these %(all)s") % {"need": rule.need, "all": len(rule.parts)}
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
