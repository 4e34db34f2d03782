"""The demo site: the page tree, the framework, the modules and who edits them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupPagePermission, Page, Site, WorkflowPage

from framework.actions import (
    load_case_studies,
    load_crosswalk,
    load_framework,
    load_glossary,
    load_practice_models,
    load_tools,
    make_framework_pages,
    read_case_studies_file,
    read_framework_file,
    read_glossary_file,
    read_list_file,
    read_tools_file,
)
from framework.models import FrameworkIndexPage, ShelfPage
from learning.assessment.actions import load_assessment
from learning.content.actions import load_module, load_pathway, read_module_file
from learning.content.models import LearningIndexPage
from learning.demo.organisation import FIXTURES
from learning.people.models import Account, Person, Unit
from learning.people.queries import local_today

FRAMEWORKS = ["masoss", "six-principles"]
MODULES = [
    "why-strengths-based-practice",
    "mindset",
    "aspirations",
    "strengths",
    "outcomes",
    "solutions",
    "services",
    "working-together",
    "deciding-about-risk",
    "information-sharing",
    "reflecting-and-supervision",
]
SHELVES = [
    ("tools", "Tools", "Things to use with a person or a team, on a phone or on paper. What you write stays with you."),
    ("case-studies", "See it done", "How others put strengths-based practice to work, and what you can carry over."),
    (
        "practice-models",
        "Practice models",
        "Ways of practising that councils use, and the parts of the framework they serve.",
    ),
]
AUTHORS = "Practice-framework leads"
QUESTION_RIGHTS = ["change_question", "review_questionversion"]
PAGE_RIGHTS = ["add_page", "change_page", "publish_page", "lock_page", "unlock_page", "bulk_delete_page"]


def make_site() -> tuple[FrameworkIndexPage, LearningIndexPage]:
    """Make the page tree: a plain root with /framework/ and /learning/ below it."""
    top = Page.objects.get(depth=1)
    Page.objects.filter(depth=2, slug="home").delete()
    WorkflowPage.objects.filter(page__depth=1).delete()  # Wagtail's own sends pages to moderators, and nobody is one
    root = top.add_child(instance=Page(title="Golden Thread", slug="golden-thread"))
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "localhost", "port": 80, "root_page": root, "site_name": settings.SITE_NAME},
    )
    framework = root.add_child(instance=FrameworkIndexPage(title="Practice framework", slug="framework"))
    learning = root.add_child(instance=LearningIndexPage(title="Learning", slug="learning"))
    return framework, learning


def make_framework(index: FrameworkIndexPage, organisation: Unit) -> None:
    for name in FRAMEWORKS:
        data = read_framework_file(FIXTURES / "framework" / f"{name}.yaml")
        framework = load_framework(data)
        make_framework_pages(framework, data, parent=index)
        organisation.frameworks.add(framework)
    load_crosswalk(read_list_file(FIXTURES / "framework" / "crosswalk.yaml"))
    for slug, title, introduction in SHELVES:
        index.add_child(instance=ShelfPage(slug=slug, title=title, introduction=introduction))
    make_tools()
    load_glossary(read_glossary_file(FIXTURES / "framework" / "glossary.yaml"))
    case_studies = ShelfPage.objects.child_of(index).get(slug="case-studies")
    load_case_studies(read_case_studies_file(FIXTURES / "framework" / "case-studies.yaml"), parent=case_studies)
    models = read_list_file(FIXTURES / "framework" / "practice-models.yaml")
    load_practice_models(models, parent=ShelfPage.objects.get(slug="practice-models"))


def make_tools() -> None:
    load_tools(read_tools_file(FIXTURES / "framework" / "tools.yaml"), parent=ShelfPage.objects.get(slug="tools"))


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
        | Permission.objects.filter(content_type__app_label="assessment", codename__in=QUESTION_RIGHTS)
        | Permission.objects.filter(content_type__app_label="sharing", codename="share_packs")
    )
    for page in Page.objects.filter(depth=3, slug__in=["framework", "learning"]):
        for codename in PAGE_RIGHTS:
            permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
            GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)
    lead.groups.add(group)
    administrator.is_staff = administrator.is_superuser = True
    administrator.save(update_fields=["is_staff", "is_superuser"])
