from learning.authoring.models.gate import GateMended, GateOverride
from learning.authoring.models.releases import PlannedRelease, Release
from learning.authoring.models.reviews import (
    Decision,
    ReviewComment,
    ReviewRound,
    RoleReview,
    RoleReviewTask,
    role_title,
)
from learning.authoring.models.starting import StartedModule

__all__ = [
    "Decision",
    "GateMended",
    "GateOverride",
    "PlannedRelease",
    "Release",
    "ReviewComment",
    "ReviewRound",
    "RoleReview",
    "RoleReviewTask",
    "StartedModule",
    "role_title",
]
