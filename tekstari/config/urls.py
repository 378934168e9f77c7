"""Which address leads where."""

from django.urls import include, path

from tekstari.api.v1.api import api

urlpatterns = [
    path("api/v1/", api.urls),
    path("", include("tekstari.web.urls")),
]

handler400 = "tekstari.web.views.errors.bad_request"
handler403 = "tekstari.web.views.errors.forbidden"
handler404 = "tekstari.web.views.errors.not_found"
handler500 = "tekstari.web.views.errors.server_error"
