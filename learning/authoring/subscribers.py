"""Wagtail posts no events of ours: that a page is published is caught where its live revision changes.

Whoever publishes, and by whatever way (the editor, a reviewer's approval, the clock, an interface, a program): each
ends in a save of the page with another live revision, and that save is one transaction with what is written here.
"""

from typing import Any

from django.db.models.signals import post_save, pre_save
from django.dispatch import receiver
from wagtail.models import Page

from learning.authoring.actions import record_release


def _may_publish(instance: Any, update_fields: frozenset[str] | None) -> bool:
    """Answer whether this save may be one that publishes: of a live page, with all its fields or that one."""
    is_live = isinstance(instance, Page) and instance.live and instance.live_revision_id
    return bool(is_live) and (update_fields is None or "live_revision" in update_fields)


@receiver(pre_save, dispatch_uid="authoring.before_release")
def remember_what_is_live(sender, instance, update_fields=None, **kwargs):
    if _may_publish(instance, update_fields):
        instance.live_before = Page.objects.filter(pk=instance.pk).values_list("live_revision", flat=True).first()


@receiver(post_save, dispatch_uid="authoring.release")
def write_release_down(sender, instance, update_fields=None, raw=False, **kwargs):
    if raw or not _may_publish(instance, update_fields):
        return
    if instance.live_before != instance.live_revision_id:
        record_release(instance, was_live=instance.live_before)
