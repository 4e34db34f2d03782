from typing import Any


def may_exchange_frameworks(account: Any) -> bool:
    """Answer whether an account may take frameworks in and out: those who may add and change them by hand."""
    return all(account.has_perm(f"framework.{may}_framework") for may in ("add", "change"))
