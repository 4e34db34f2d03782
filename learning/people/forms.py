from allauth.account.forms import LoginForm, ResetPasswordForm


class SignInForm(LoginForm):
    """Sign in; the page itself says what to do when the password is not known."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "E-mail"
        self.fields["password"].help_text = ""


class AskForPasswordForm(ResetPasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "E-mail"
