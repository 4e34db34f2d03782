"""The demo site: the page tree, the framework, the modules and who edits them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupPagePermission, Page, Site

from framework.actions import load_framework, make_framework_pages, read_framework_file
from framework.models import FrameworkIndexPage
from learning.assessment.actions import load_assessment
from learning.content.actions import load_module, load_pathway, read_module_file
from learning.content.models import LearningIndexPage
from learning.demo.organisation import FIXTURES
from learning.people.models import Account, Person, Unit
from learning.people.queries import local_today

MODULES = ["why-strengths-based-practice", "mindset", "aspirations"]
AUTHORS = "Practice-framework leads"
PAGE_RIGHTS = ["add_page", "change_page", "publish_page", "lock_page", "unlock_page", "bulk_delete_page"]


def make_site() -> tuple[FrameworkIndexPage, LearningIndexPage]:
    """Make the page tree: a plain root with /framework/ and /learning/ below it."""
    top = Page.objects.get(depth=1)
    Page.objects.filter(depth=2, slug="home").delete()
    root = top.add_child(instance=Page(title="Golden Thread", slug="golden-thread"))
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "localhost", "port": 80, "root_page": root, "site_name": settings.SITE_NAME},
    )
    framework = root.add_child(instance=FrameworkIndexPage(title="Practice framework", slug="framework"))
    learning = root.add_child(instance=LearningIndexPage(title="Learning", slug="learning"))
    return framework, learning


def make_framework(index: FrameworkIndexPage, organisation: Unit) -> None:
    data = read_framework_file(FIXTURES / "framework" / "masoss.yaml")
    framework = load_framework(data)
    make_framework_pages(framework, data, parent=index)
    organisation.frameworks.add(framework)


def make_learning(index: LearningIndexPage, organisation: Unit, owner: Person) -> None:
    review_on = local_today() + timedelta(days=365)
    common: dict[str, Any] = {"parent": index, "organisation": organisation, "owner": owner, "review_on": review_on}
    for name in MODULES:
        data = read_module_file(FIXTURES / "learning" / f"{name}.yaml")
        module = load_module(data, **common)
        load_assessment(data, module=module)
    enrols_from = local_today() - timedelta(days=60)
    load_pathway(read_module_file(FIXTURES / "learning" / "induction.yaml"), enrols_from=enrols_from, **common)


def make_editors(lead: Account, administrator: Account) -> None:
    """Let the practice-framework lead edit framework and learning in /cms/, and the administrator everything."""
    group, _ = Group.objects.get_or_create(name=AUTHORS)
    group.permissions.set(
        Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin")
        | Permission.objects.filter(content_type__app_label="framework", codename__regex="^(add|change|view)_")
        | Permission.objects.filter(content_type__app_label__in=["wagtailimages", "wagtaildocs"])
    )
    for page in Page.objects.filter(depth=3, slug__in=["framework", "learning"]):
        for codename in PAGE_RIGHTS:
            permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
            GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)
    lead.groups.add(group)
    administrator.is_staff = administrator.is_superuser = True
    administrator.save(update_fields=["is_staff", "is_superuser"])
