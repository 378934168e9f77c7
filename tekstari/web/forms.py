"""What people fill in: log-in, the first user, and texts."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from tekstari.domain.text.parts import prepared

LONGEST = 4000


def written(request: HttpRequest, name: str) -> str:
    """What a person wrote into a field: one kind of line break, nothing invisible."""
    return prepared(request.POST.get(name, "").replace("\r\n", "\n")).strip()[:LONGEST]


class LoginForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        email, password = cleaned.get("email"), cleaned.get("password")
        if email and password:
            cleaned["user"] = authenticate(username=email.strip().lower(), password=password)
            if cleaned["user"] is None:
                # One sentence for both, so that nobody learns who has a user here.
                raise forms.ValidationError(
                    _("The e-mail or the password is not right. Check them and try again.")
                )
        return cleaned


class SetupForm(forms.Form):
    company = forms.CharField(
        label=_("Company"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "organization", "autofocus": True}),
    )
    name = forms.CharField(
        label=_("Your name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    password = forms.CharField(
        label=_("Password"),
        help_text=_("At least 10 characters."),
        min_length=10,
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
