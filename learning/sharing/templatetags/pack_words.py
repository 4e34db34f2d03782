from django import template

from learning.content.difference import ADDED, CHANGED, MOVED, REMOVED, Change

register = template.Library()
WORDS = {ADDED: "New", REMOVED: "Taken out", CHANGED: "Changed", MOVED: "Moved"}
PARTS = {"seo_title": "Title for search engines", "search_description": "Description for search engines"}


@register.filter
def part_word(name: str) -> str:
    """Return the screen's word for a field or a kind of block: good_for_manager is Good for manager."""
    return PARTS.get(name) or name.replace("_", " ").capitalize()


@register.filter
def change_word(change: Change) -> str:
    """Return what happened to a part, in words."""
    return "Changed, though not in its words" if change.same_words else WORDS[change.kind]
