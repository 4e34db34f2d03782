"""What publishing means before it is done, what a draft needs for it, its reviewers, and what was completed before."""

from learning.authoring.views.checks import OverridesReport, check, publish_checked, reading
from learning.authoring.views.releases import plan, publish
from learning.authoring.views.reports import SupersededReport
from learning.authoring.views.reviews import ask, draft_page, manage, review, reviews, say_to_reviewers

__all__ = [
    "OverridesReport",
    "SupersededReport",
    "ask",
    "check",
    "draft_page",
    "manage",
    "plan",
    "publish",
    "publish_checked",
    "reading",
    "review",
    "reviews",
    "say_to_reviewers",
]
