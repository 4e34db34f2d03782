"""Where packs stand in /cms/."""

from django.contrib.auth.models import Permission
from django.urls import include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from learning.sharing.permissions import can_share_packs


@hooks.register("register_admin_urls")
def register_packs():
    return [path("packs/", include("learning.sharing.urls"))]


class PacksMenuItem(MenuItem):
    """Shown to those who share for an organisation."""

    def is_shown(self, request):
        return can_share_packs(request.user)


@hooks.register("register_admin_menu_item")
def register_packs_menu_item():
    return PacksMenuItem("Packs", reverse("packs:index"), icon_name="download", order=230)


@hooks.register("register_permissions")
def register_right_to_share():
    return Permission.objects.filter(content_type__app_label="sharing", codename="share_packs")
