"""What is published is found at once: entries are written in the transaction of the publishing."""

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from framework.models import Competency, GlossaryTerm, Requirement
from learning.search import actions


@receiver(page_published)
@receiver(page_unpublished)
def refresh(sender, instance, **kwargs):
    actions.refresh_page(instance)


@receiver(page_slug_changed)
def refresh_addresses(sender, instance, **kwargs):
    actions.refresh_below(instance)


@receiver(post_page_move)
def refresh_moved(sender, instance, **kwargs):
    actions.refresh_below(instance)


@receiver(post_delete)
def forget_deleted(sender, instance, **kwargs):
    if isinstance(instance, Page):
        actions.forget(f"page:{instance.pk}")
    elif isinstance(instance, Competency):
        actions.forget(f"competency:{instance.pk}")
    elif isinstance(instance, GlossaryTerm):
        actions.forget(f"term:{instance.pk}")


@receiver(post_save, sender=Competency)
def refresh_competency(sender, instance, raw=False, **kwargs):
    if not raw:
        actions.refresh_competency(instance)


@receiver([post_save, post_delete], sender=Requirement)
def refresh_jobs(sender, instance, **kwargs):
    actions.refresh_competency(instance.competency)


@receiver(post_save, sender=GlossaryTerm)
def refresh_term(sender, instance, raw=False, **kwargs):
    if not raw:
        actions.refresh_term(instance)
