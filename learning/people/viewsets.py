from django import forms
from wagtail.users.forms import UserCreationForm, UserEditForm, UserForm
from wagtail.users.views.users import UserViewSet

from learning.people.models import Person


class PersonName(forms.Form):
    """What differs from Wagtail's user forms: one name, kept with the person whom the account belongs to."""

    first_name = None
    last_name = None
    name = forms.CharField(max_length=200, help_text="The name colleagues use")
    error_messages = {**UserForm.error_messages, "duplicate_username": "Somebody already signs in with this."}

    def clean_email(self):
        """People sign in whatever their capitals, so accounts are told apart without them."""
        return self.cleaned_data["email"].lower()

    def save_name(self, account):
        if account.person_id is None:
            account.person = Person.objects.create(name=self.cleaned_data["name"])
        elif account.person.name != self.cleaned_data["name"]:
            account.person.name = self.cleaned_data["name"]
            account.person.save(update_fields=["name"])


class AccountCreationForm(PersonName, UserCreationForm):
    first_name = None
    last_name = None

    class Meta(UserCreationForm.Meta):
        fields = {"email", "is_superuser", "groups"}

    def save(self, commit=True):
        self.save_name(self.instance)
        return super().save(commit=commit)


class AccountEditForm(PersonName, UserEditForm):
    first_name = None
    last_name = None

    class Meta(UserEditForm.Meta):
        fields = {"email", "is_active", "is_superuser", "groups"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].initial = self.instance.person.name

    def save(self, commit=True):
        self.save_name(self.instance)
        return super().save(commit=commit)


class AccountViewSet(UserViewSet):
    """Sign-ins, under Settings in /cms/."""

    def get_form_class(self, for_update=False):
        return AccountEditForm if for_update else AccountCreationForm
