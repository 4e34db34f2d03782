from allauth.account.adapter import DefaultAccountAdapter


class ClosedSignup(DefaultAccountAdapter):
    """Accounts come from the organisation, so nobody signs themselves up."""

    def is_open_for_signup(self, request):
        return False
