"""Accounts in Wagtail's settings: a sign-in belongs to a person, who has one name and not two halves of one."""

from wagtail.users.apps import WagtailUsersAppConfig


class AccountsInWagtail(WagtailUsersAppConfig):
    user_viewset = "learning.people.viewsets.AccountViewSet"

    def ready(self) -> None:
        """Take the two name fields off the account page: Wagtail would drop what is typed there without a word."""
        super().ready()
        from wagtail.admin.views.account import NameEmailSettingsPanel

        NameEmailSettingsPanel.is_active = lambda panel: False
