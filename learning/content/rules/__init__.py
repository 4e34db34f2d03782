"""What can be said of a lesson's content without a database. Pure: no Django."""

from learning.content.rules.text import ALLOWED_TAGS, clean_html, minutes_of_study, plain_text

__all__ = ["ALLOWED_TAGS", "clean_html", "minutes_of_study", "plain_text"]
