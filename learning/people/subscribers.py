"""What people's organisations make of news from the framework, which knows of no organisations."""

from typing import Any

from django.dispatch import receiver

from framework.models import Framework
from framework.signals import framework_imported
from learning.people.actions import open_framework
from learning.people.models import Account
from learning.people.permissions import organisations_framed_by


@receiver(framework_imported, dispatch_uid="people.open_new_framework")
def open_new_framework(framework: Framework, account: Account | None, is_new: bool, **more: Any) -> None:
    """Open a framework that was not here before to the organisations of whoever owns frameworks there."""
    if is_new and account is not None:
        for organisation in organisations_framed_by(account):
            open_framework(framework, organisation=organisation)
