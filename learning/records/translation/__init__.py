"""Turns a stored event into statements: reads what the event points to, and hands it to the pure builders."""

from learning.records.translation import assessments, learning
from learning.records.translation.assessments import evidence_source
from learning.records.translation.things import BUILDERS

__all__ = ["BUILDERS", "assessments", "evidence_source", "learning"]
