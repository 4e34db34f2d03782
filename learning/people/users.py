"""Accounts in Wagtail's settings: a sign-in belongs to a person, who has one name and not two halves of one."""

from wagtail.users.apps import WagtailUsersAppConfig


class AccountsInWagtail(WagtailUsersAppConfig):
    user_viewset = "learning.people.viewsets.AccountViewSet"
