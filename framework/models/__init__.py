"""Data of the practice framework and the pages that show it."""

from framework.models.competencies import Anchor, Competency, CompetencyLevel, EvidenceRule
from framework.models.frameworks import Element, Framework, Level
from framework.models.pages import ElementPage, FrameworkIndexPage, FrameworkPage
from framework.models.roles import Requirement, RoleProfile

__all__ = [
    "Anchor",
    "Competency",
    "CompetencyLevel",
    "Element",
    "ElementPage",
    "EvidenceRule",
    "Framework",
    "FrameworkIndexPage",
    "FrameworkPage",
    "Level",
    "Requirement",
    "RoleProfile",
]
