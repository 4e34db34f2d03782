"""Pages of the content room: the handbook, what readers of the framework share, and pictures."""

from learning.content.views.crosswalk import crosswalk, crosswalks
from learning.content.views.handbook import choose_handbook, handbook, print_handbook
from learning.content.views.pictures import picture
from learning.content.views.site import contribute, glossary, ledger

__all__ = [
    "choose_handbook",
    "contribute",
    "crosswalk",
    "crosswalks",
    "glossary",
    "handbook",
    "ledger",
    "picture",
    "print_handbook",
]
