"""What every template may count on."""

from typing import Any

from django.http import HttpRequest


def council(request: HttpRequest) -> dict[str, Any]:
    """The council of this address and the links its members see; nothing outside a council."""
    from safetyvalve.core.navigation import for_request

    authority = getattr(request, "authority", None)
    return {"council": authority, "navigation": for_request(request) if authority else []}
