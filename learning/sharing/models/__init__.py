"""Packs made, offered and received, who is trusted and followed, and what was taken."""

from learning.sharing.models.made import MadePack, Offer, SigningKey
from learning.sharing.models.received import Following, PackDecision, Publisher, ReceivedPack, TakenItem

__all__ = ["Following", "MadePack", "Offer", "PackDecision", "Publisher", "ReceivedPack", "SigningKey", "TakenItem"]
