"""Everything that changes how content is published."""

from learning.authoring.actions.gate import NothingToPass, ReasonGiven, hold_back_what_fails, override_gate
from learning.authoring.actions.releases import (
    DraftMoved,
    plan_release,
    publish_approved,
    publish_as,
    record_release,
)
from learning.authoring.actions.reviews import (
    AnswerGiven,
    Moved,
    NotYours,
    ask_instead,
    give_answer,
    hand_back,
    publish_reviewed,
    say,
    send_again,
    withdraw,
)

__all__ = [
    "AnswerGiven",
    "DraftMoved",
    "Moved",
    "NotYours",
    "NothingToPass",
    "ReasonGiven",
    "ask_instead",
    "give_answer",
    "hand_back",
    "hold_back_what_fails",
    "override_gate",
    "plan_release",
    "publish_approved",
    "publish_as",
    "publish_reviewed",
    "record_release",
    "say",
    "send_again",
    "withdraw",
]
