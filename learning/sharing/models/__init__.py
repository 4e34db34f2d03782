"""Packs made and received, who is trusted, and what was taken."""

from learning.sharing.models.made import MadePack, SigningKey
from learning.sharing.models.received import PackDecision, Publisher, ReceivedPack, TakenItem

__all__ = ["MadePack", "PackDecision", "Publisher", "ReceivedPack", "SigningKey", "TakenItem"]
