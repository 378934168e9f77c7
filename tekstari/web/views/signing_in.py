"""Coming in and going out."""

from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tekstari.actions import preferences, users
from tekstari.actions.refusals import Refused
from tekstari.data import clock, live
from tekstari.data.readers import companies
from tekstari.web import reasons
from tekstari.web.forms import LoginForm, SetupForm

BACKEND = "django.contrib.auth.backends.ModelBackend"


@require_safe
@login_required
def front(request: HttpRequest) -> HttpResponse:
    """The inbox of the company one was last in."""
    slugs = [company.slug for company in companies.of_user(request.user.pk)]
    if not slugs:
        raise Http404
    last = request.session.get("workspace")
    return redirect("inbox", last if last in slugs else slugs[0])


@require_http_methods(["GET", "HEAD", "POST"])
def log_in(request: HttpRequest) -> HttpResponse:
    onward = _own_address(request, request.GET.get("next", ""))
    form = LoginForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        user = form.cleaned_data["user"]
        login(request, user)
        if "lang" in request.GET and not user.language:
            preferences.choose_language(user, request.GET["lang"])
        return HttpResponseRedirect(onward)
    status = 422 if form.errors else 200
    return render(request, "tekstari/login.html", {"form": form, "next": onward}, status=status)


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    if request.session.session_key:
        live.end_session(request.session.session_key)
    logout(request)
    return redirect("login")


@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: HttpRequest, token: str) -> HttpResponse:
    """The first user, by the one-time link that the machine printed."""
    if not users.is_open(token):
        raise Http404
    form = SetupForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            user, _ = users.first_user(token, **form.cleaned_data, now=clock.real_now())
        except Refused as refused:
            form.add_error(None, reasons.refusal(refused, get_language()))
        else:
            login(request, user, backend=BACKEND)
            return redirect("front")
    status = 422 if form.errors else 200
    return render(request, "tekstari/setup.html", {"form": form}, status=status)


def _own_address(request: HttpRequest, address: str) -> str:
    """Where to go on; never another site's address."""
    is_ours = url_has_allowed_host_and_scheme(
        address, {request.get_host()}, require_https=request.is_secure()
    )
    return address if is_ours else "/"
