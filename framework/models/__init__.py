"""Data of the practice framework and the pages that show it."""

from framework.models.case_studies import CaseStudyPage
from framework.models.co_production import Contribution, ContributionPlan, Group, Invitation
from framework.models.competencies import Anchor, Competency, CompetencyLevel, EvidenceRule
from framework.models.crosswalk import ElementMatch, MatchKind
from framework.models.frameworks import Element, Framework, Level
from framework.models.glossary import GlossaryTerm
from framework.models.imports import WaitingImport
from framework.models.pages import ElementPage, FrameworkIndexPage, FrameworkPage
from framework.models.practice_models import ElementServed, PracticeModelPage
from framework.models.roles import Requirement, RoleProfile
from framework.models.site import ReviewedPage, ShelfPage, SitePage
from framework.models.tools import ToolPage

__all__ = [
    "Anchor",
    "CaseStudyPage",
    "Competency",
    "CompetencyLevel",
    "Contribution",
    "ContributionPlan",
    "Element",
    "ElementMatch",
    "ElementPage",
    "ElementServed",
    "EvidenceRule",
    "Framework",
    "FrameworkIndexPage",
    "FrameworkPage",
    "GlossaryTerm",
    "Group",
    "Invitation",
    "Level",
    "MatchKind",
    "PracticeModelPage",
    "Requirement",
    "ReviewedPage",
    "RoleProfile",
    "ShelfPage",
    "SitePage",
    "ToolPage",
    "WaitingImport",
]
