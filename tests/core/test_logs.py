"""Nobody can be let in by what the log says."""

import io
import logging

import pytest
from django.test import Client
from django.urls import reverse

from safetyvalve.core.logs import WithoutSecrets, without_secrets

TOKEN = "aGOymu4tKY34-W7QlI8XxpB_ZZlEPo1ZLMjd8cZ_hYA"


@pytest.mark.parametrize(
    "address",
    [
        reverse("dashboards:shared-edition", args=[TOKEN]),
        reverse("dashboards:shared-question-ask", args=[TOKEN, "plans"]),
        reverse("dashboards:shared-pack", args=[TOKEN, "pdf"]),
        reverse("dashboards:feed-by-address", args=["999", TOKEN, "figures", "csv"]),
        reverse("dashboards:mail-choice", args=[TOKEN]),
    ],
)
def test_the_secret_of_an_address_is_left_out(address: str) -> None:
    line = without_secrets(f"Internal Server Error: {address}")
    assert TOKEN not in line
    assert line == f"Internal Server Error: {address.replace(TOKEN, '…')}"


@pytest.mark.parametrize(
    "address", ["/c/999/dashboards/overview/", "/feed/999/figures.csv", "/c/999/publications/e-mails/"]
)
def test_other_addresses_stay_as_they_are(address: str) -> None:
    assert without_secrets(f"Forbidden: {address}") == f"Forbidden: {address}"


@pytest.mark.django_db
def test_a_form_that_is_refused_leaves_no_secret_in_the_log() -> None:
    """Whoever opens a link with cookies turned off is refused, and Django says at which address."""
    written = logging.StreamHandler(io.StringIO())
    written.addFilter(WithoutSecrets())
    logger = logging.getLogger("django.security.csrf")
    logger.addHandler(written)
    try:
        response = Client(enforce_csrf_checks=True).post(reverse("dashboards:shared-edition", args=[TOKEN]))
    finally:
        logger.removeHandler(written)
    assert response.status_code == 403
    assert "Forbidden" in written.stream.getvalue()
    assert TOKEN not in written.stream.getvalue()


def test_the_log_of_the_product_is_written_so(settings: object) -> None:
    handlers = settings.LOGGING["handlers"]  # type: ignore[attr-defined]
    assert all(handler["filters"] == ["without_secrets"] for handler in handlers.values())
