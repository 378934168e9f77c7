"""Who asks: the holder of a workspace's API key."""

from django.http import HttpRequest
from ninja.security import HttpBearer

from tekstari.actions import keys
from tekstari.actions.keys import Holder
from tekstari.api.problems import Problem


class KeyHolder(HttpBearer):
    """`Authorization: Bearer KEY`. Afterwards `request.auth` is the `Holder`."""

    openapi_description = "An API key of the workspace."

    def __call__(self, request: HttpRequest) -> Holder | None:
        if keys.is_in_address(request.META.get("QUERY_STRING", "")):
            raise Problem(400, "key.in_address")
        found: Holder | None = super().__call__(request)
        return found

    def authenticate(self, request: HttpRequest, token: str) -> Holder:
        holder = keys.holder_of(token.strip())
        if holder is None:
            raise Problem(401, "key.unknown" if token.strip() else "key.missing")
        return holder
