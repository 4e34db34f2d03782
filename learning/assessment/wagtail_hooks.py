"""Where the question bank and the coverage map stand in /cms/."""

from django.urls import include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets import HeaderButton

from learning.assessment import urls
from learning.assessment.permissions import banks_open_to, can_write_questions, frameworks_covered_by
from learning.content.models import LessonPage, ModulePage


@hooks.register("register_admin_urls")
def register_question_bank():
    return [
        path("questions/", include((urls.question_bank_patterns, "question_bank"))),
        path("coverage/", include((urls.coverage_patterns, "coverage"))),
    ]


class AuthorsMenuItem(MenuItem):
    """Shown to those who write questions."""

    def is_shown(self, request):
        return can_write_questions(request.user)


@hooks.register("register_admin_menu_item")
def register_questions_menu_item():
    return AuthorsMenuItem("Questions", reverse("question_bank:index"), icon_name="help", order=210)


@hooks.register("register_admin_menu_item")
def register_coverage_menu_item():
    return AuthorsMenuItem("Coverage", reverse("coverage:index"), icon_name="table", order=220)


@hooks.register("register_page_header_buttons")
def questions_of_this_module(page, user, view_name, next_url=None):
    """Lead from a module, or one of its lessons, to its questions."""
    module_id = page.pk if isinstance(page, ModulePage) else None
    if isinstance(page, LessonPage) and page.pk:
        module_id = page.get_parent().pk
    if module_id and banks_open_to(user).filter(pk=module_id).exists():
        yield HeaderButton("Questions", reverse("question_bank:bank", args=[module_id]), icon_name="help", priority=60)


class CoveragePanel(Component):
    """The way from the editor's home to what is missing."""

    name = "coverage"
    order = 150
    template_name = "assessment/bank/_coverage_panel.html"

    def __init__(self, frameworks):
        self.frameworks = frameworks

    def get_context_data(self, parent_context=None):
        return {"frameworks": self.frameworks}


@hooks.register("construct_homepage_panels")
def add_coverage_panel(request, panels):
    frameworks = list(frameworks_covered_by(request.user))
    if frameworks:
        panels.append(CoveragePanel(frameworks))
