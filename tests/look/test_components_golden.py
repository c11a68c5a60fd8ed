"""Components are GOV.UK's own markup."""

from typing import Any

import pytest
from django.core.paginator import Paginator
from django.template.loader import render_to_string

from tests.look.golden import same

COMPONENTS: list[tuple[str, str, str, dict[str, Any]]] = [
    ("button", "prevent double click", "button", {"text": "Submit"}),
    ("tag", "default", "status_tag", {"text": "Alpha"}),
    ("tag", "grey", "status_tag", {"text": "Grey", "tone": "grey"}),
    ("warning-text", "default", "warning_text", {"text": "You can be fined up to £5,000 if you don’t register."}),
    (
        "inset-text",
        "default",
        "inset_text",
        {
            "text": "It can take up to 8 weeks to register a lasting power of attorney if there are no mistakes in the "
            "application."
        },
    ),
    (
        "panel",
        "default",
        "panel",
        {"title": "Application complete", "text": "Your reference number", "strong": "HDJ2123F"},
    ),
    (
        "notification-banner",
        "default",
        "notification_banner",
        {"heading": "This publication was withdrawn on 7 March 2014."},
    ),
    (
        "notification-banner",
        "with type as success",
        "notification_banner",
        {"heading": "Email sent to example@email.com", "kind": "success"},
    ),
    (
        "task-list",
        "default",
        "task_list",
        {
            "tasks": [
                {"label": "Company Directors", "url": "#", "status": "Completed"},
                {"label": "Registered company details", "url": "#", "status": "Incomplete", "tone": "blue"},
                {"label": "Business plan", "url": "#", "status": "Incomplete", "tone": "blue"},
            ]
        },
    ),
    (
        "breadcrumbs",
        "with collapse on mobile",
        "breadcrumbs",
        {
            "items": [
                {"label": "Home", "url": "/"},
                {"label": "Education, training and skills", "url": "/education"},
                {"label": "Special educational needs and disability (SEND) and high needs", "url": "/send"},
            ]
        },
    ),
    (
        "error-summary",
        "default",
        "error_summary",
        {
            "lines": [
                {"message": "The date your passport was issued must be in the past", "target": "one"},
                {"message": "Enter a postcode, like AA1 1AA", "target": "two"},
            ]
        },
    ),
    ("pagination", "default", "pagination", {"page": Paginator(range(3), 1).page(2)}),
]


@pytest.mark.parametrize(
    ("component", "case", "template", "context"), COMPONENTS, ids=[f"{row[2]}: {row[1]}" for row in COMPONENTS]
)
def test_a_component_is_govuk_s(component: str, case: str, template: str, context: dict[str, Any]) -> None:
    assert same(render_to_string(f"components/{template}.html", context), component, case)


@pytest.mark.parametrize(
    ("case", "text", "name", "kind"),
    [("secondary", "Secondary button", "secondary", "secondary"), ("warning", "Warning button", "Warning", "warning")],
)
def test_other_buttons_are_govuk_s_and_send_a_form_once(case: str, text: str, name: str, kind: str) -> None:
    html = render_to_string("components/button.html", {"text": text, "name": name, "kind": kind})
    assert 'data-prevent-double-click="true"' in html
    assert same(html, "button", case, leave_out=("data-prevent-double-click",))
