"""Wagtail posts no events of ours: that a page is published is heard from it."""

from django.dispatch import receiver
from wagtail.signals import page_published

from learning.content.siblings.actions import note_step


@receiver(page_published, dispatch_uid="content.siblings_in_step")
def see_which_versions_stay_in_step(sender, instance, **kwargs):
    note_step(instance)
