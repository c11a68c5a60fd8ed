"""Every page of the product in a real browser: nothing axe objects to, nothing refused, nothing too wide.

Read from the URLconf, so that a new page is looked at without being named here. With script files and without.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from conditions.models import Agreement, ConditionResponse, Payment, ReportingCalendar, ReportingPeriod
from dashboards.models import Alert, Area, ColumnMapping, ComparatorGroup, CouncilDashboard, Indicator, IndicatorVersion
from safetyvalve.core.models import Authority, Membership, User
from safetyvalve.core.roles import GRANTS, Role
from safetyvalve.demo import loading, people, shipped
from tests import factories, money_examples
from tests.addresses import Route, address, our_routes
from tests.browser import edition_states, import_states, mail_states, question_states
from tests.browser.conftest import Serve
from tests.browser.looking import WIDTHS, Judged, problems, spoil, summary_problems
from tests.browser.people import listen, open_window, signed_in_already
from workstreams.models import Milestone, Saving

pytestmark = pytest.mark.browser

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
# What is no page: files, style sheets, and addresses that only take a form.
NOT_PAGES = frozenset(
    {
        "conditions:period-start",
        "conditions:return-file",
        "core:council-stylesheet",
        "core:healthz",
        "dashboards:chart-download",
        "dashboards:finance-delivery-confirm",
        "dashboards:finance-delivery-throw-away",
        "dashboards:commitments-file",
        "dashboards:commitments-template",
        "dashboards:finance-file",
        "dashboards:forecasts-file",
        "dashboards:reconciliation-file",
        "dashboards:stated-figures-file",
        "dashboards:finance-use",
        "dashboards:grid-template",
        "dashboards:import-cancel",
        "dashboards:import-confirm",
        "dashboards:import-problems",
        "dashboards:import-restart",
        "dashboards:import-source",
        "dashboards:public-pack",
        "dashboards:dashboard-file",
        "dashboards:feed",
        "dashboards:feed-by-address",
        "dashboards:own-dashboard-file",
        "dashboards:publication-pack",
        "dashboards:publication-packs",
        "dashboards:publication-preview-pack",
        "dashboards:shared-pack",
        "workstreams:savings-download",
    }
)
# What axe cannot decide by itself. A person has; anything not listed fails.
JUDGED = (
    Judged(
        "color-contrast",
        "partially obscured by another element",
        ("app-scroll", "app-table-scroll"),
        "A table wider than the window scrolls in its own region; cells out of sight look like those in sight.",
    ),
    Judged(
        "color-contrast",
        "contains an image node",
        ("chart-wide", "chart-narrow", "svg"),
        "Words in a drawing: dark grey, black or a series' dark colour on white; tests/render checks every palette.",
    ),
    Judged(
        "color-contrast",
        "too short to determine",
        ("chart-wide", "chart-narrow", "svg", "app-scroll", "app-table-scroll", ""),
        "A dash for no figure, a single digit, a number of an axis: the colours of the words around it.",
    ),
    Judged(
        "color-contrast",
        "only non-text characters",
        ("govuk-pagination", "app-scroll"),
        "The gap between page numbers and the arrow of a sorted column, in text colours; both are said in words too.",
    ),
)

SALTMARSH = "/c/999/agreements/safety-valve/periods/"
ISLAND = "/c/921/agreements/safety-valve/periods/"
# Address, who opens it, and in which state that shows it. Besides every address as the first role that may see it.
STATES: tuple[tuple[str, str, str], ...] = (
    ("not started", "officer@isle-of-wight.example", f"{ISLAND}update-1-2024-25/"),
    ("not started, for the forum", "forum@isle-of-wight.example", "/c/921/"),
    ("home of two councils", "shared.officer@partnership.example", "/"),
    ("home of the programme manager", "programme.manager@saltmarsh.example", "/c/999/"),
    ("home of a signatory", "section151@saltmarsh.example", "/c/999/"),
    ("home of a forum member", "forum@saltmarsh.example", "/c/999/"),
    ("home of an administrator", "administrator@saltmarsh.example", "/c/999/"),
    ("task list ready to sign", "director@saltmarsh.example", f"{SALTMARSH}q2-2026-27/"),
    ("task list signed off", "programme.manager@saltmarsh.example", f"{SALTMARSH}q1-2026-27/"),
    ("condition not started", "officer@saltmarsh.example", f"{SALTMARSH}q3-2026-27/conditions/3.1/"),
    ("condition locked", "officer@saltmarsh.example", f"{SALTMARSH}q2-2026-27/conditions/3.4/"),
    ("risk locked", "officer@saltmarsh.example", f"{SALTMARSH}q2-2026-27/risks/1/"),
    ("summary locked", "officer@saltmarsh.example", f"{SALTMARSH}q2-2026-27/summary/"),
    ("figures locked", "finance@saltmarsh.example", f"{SALTMARSH}q2-2026-27/dsg-position/2026-27/"),
    ("signing", "section151@saltmarsh.example", f"{SALTMARSH}q2-2026-27/sign-off/"),
    ("signed already", "director@saltmarsh.example", f"{SALTMARSH}q2-2026-27/sign-off/"),
    ("what was signed", "director@saltmarsh.example", f"{SALTMARSH}q2-2026-27/sign-off/done/"),
    ("sending back", "section151@saltmarsh.example", f"{SALTMARSH}q2-2026-27/send-back/"),
    ("check with a warning to accept", "programme.manager@saltmarsh.example", f"{SALTMARSH}q3-2026-27/check/"),
    ("recall", "programme.manager@saltmarsh.example", f"{SALTMARSH}q2-2026-27/recall/"),
    ("return awaiting signature", "section151@saltmarsh.example", f"{SALTMARSH}q2-2026-27/return/"),
    ("submit", "programme.manager@saltmarsh.example", f"{SALTMARSH}q1-2026-27/submit/"),
    ("return submitted, second round", "programme.manager@saltmarsh.example", f"{SALTMARSH}q4-2025-26/return/"),
    ("what changed", "programme.manager@saltmarsh.example", f"{SALTMARSH}q4-2025-26/return/rounds/2/changes/"),
    ("recording feedback", "programme.manager@saltmarsh.example", f"{SALTMARSH}q4-2025-26/feedback/"),
    ("answering feedback", "officer@saltmarsh.example", f"{SALTMARSH}q4-2025-26/feedback-answers/"),
    ("dashboard for the forum", "forum@saltmarsh.example", "/c/999/dashboards/overview/"),
    ("plans and placements", "officer@saltmarsh.example", "/c/999/dashboards/plans/"),
    ("plans and placements by need", "officer@isle-of-wight.example", "/c/921/dashboards/plans/?by=need&years=all"),
    ("rights, twelve months at a time", "officer@saltmarsh.example", "/c/999/dashboards/rights/?rolling=12"),
    ("rights beside neighbours", "officer@isle-of-wight.example", "/c/921/dashboards/rights/?compare=neighbours"),
    ("money", "finance@saltmarsh.example", "/c/999/dashboards/money/"),
    (
        "typing a year’s totals",
        "finance@saltmarsh.example",
        "/c/999/finance/safety-valve/commitments/type/?as_at_day=30&as_at_month=9&as_at_year=2026&period=2026-27",
    ),
    ("money for the forum", "forum@saltmarsh.example", "/c/999/dashboards/money/"),
    ("demand for the forum", "forum@saltmarsh.example", "/c/999/dashboards/demand/"),
    ("dashboards for the forum", "forum@saltmarsh.example", "/c/999/dashboards/"),
    ("measure divided", "officer@isle-of-wight.example", "/c/921/measures/plans_maintained/?by=placement_group"),
    ("measure held against", "officer@isle-of-wight.example", "/c/921/measures/plans_new/?compare=neighbours"),
    ("measure for the forum", "forum@isle-of-wight.example", "/c/921/measures/requests_received/"),
    ("dashboard of a real council", "forum@isle-of-wight.example", "/c/921/dashboards/overview/"),
    ("agreement of a real council", "officer@isle-of-wight.example", "/c/921/agreements/safety-valve/"),
    ("finance without figures", "finance@saltmarsh.example", "/c/999/finance/safety-valve/?sheet=budget.unmitigated"),
    ("forecasts", "finance@saltmarsh.example", "/c/999/finance/safety-valve/forecasts/"),
    ("movements", "finance@saltmarsh.example", "/c/999/finance/safety-valve/movements/"),
    (
        "why a block moved",
        "finance@saltmarsh.example",
        "/c/999/finance/safety-valve/movements/q3-2026-27/2026-27/high_needs/",
    ),
    ("with and without savings", "finance@saltmarsh.example", "/c/999/finance/safety-valve/with-and-without/"),
    ("no sheet without", "finance@saltmarsh.example", "/c/999/finance/safety-valve/with-and-without/?sheet=budget"),
    ("spending against budget", "finance@saltmarsh.example", "/c/999/finance/safety-valve/spend/"),
    ("finance summary", "section151@saltmarsh.example", "/c/999/finance/safety-valve/summary/"),
    ("finance locked", "finance@saltmarsh.example", "/c/999/finance/safety-valve/?sheet=forecast.q2-2026-27"),
    ("import ready to confirm", "officer@saltmarsh.example", "/c/999/imports/{ready}/"),
    ("import seen by a director", "director@saltmarsh.example", "/c/999/imports/{ready}/"),
    ("import that would change nothing", "officer@saltmarsh.example", "/c/999/imports/{nothing}/"),
    ("import being read", "officer@saltmarsh.example", "/c/999/imports/{reading}/"),
    ("import interrupted", "officer@saltmarsh.example", "/c/999/imports/{interrupted}/"),
    ("import that failed", "officer@saltmarsh.example", "/c/999/imports/{failed}/"),
    ("import cancelled", "officer@saltmarsh.example", "/c/999/imports/{cancelled}/"),
    ("import undone", "officer@saltmarsh.example", "/c/999/imports/{undone}/"),
    ("import of an own spreadsheet", "officer@saltmarsh.example", "/c/999/imports/{own}/"),
    ("columns of an own spreadsheet", "officer@saltmarsh.example", "/c/999/imports/{own}/mapping/"),
    ("handing over a SEN2 return", "officer@saltmarsh.example", "/c/999/imports/new/sen2/"),
    ("handing over an own spreadsheet", "officer@saltmarsh.example", "/c/999/imports/new/mapped/"),
    ("edition being prepared", "programme.manager@saltmarsh.example", "/c/999/publications/{prepared}/manage/"),
    ("edition without its files", "programme.manager@saltmarsh.example", "/c/999/publications/{unfiled}/manage/"),
    ("file that is not there yet", "forum@saltmarsh.example", "/c/999/publications/{unfiled}/pack.pdf"),
    ("edition for members", "forum@saltmarsh.example", "/c/999/publications/"),
    ("edition previewed for members", "officer@saltmarsh.example", "/c/999/publications/{prepared}/preview/members/"),
    ("edition that was e-mailed", "programme.manager@saltmarsh.example", "/c/999/publications/{mailed}/manage/"),
    ("e-mail in doubt", "programme.manager@saltmarsh.example", "{in_doubt}"),
    ("e-mails that were stopped", "", "{stopped}"),
    ("link out of an e-mail, cut off", "", "/e-mails/nothing/"),
    ("link with a PIN", "", "/s/{guarded}/"),
    ("questions as the manager reads them", "programme.manager@saltmarsh.example", "/c/999/questions/"),
    ("question with doubts", "programme.manager@saltmarsh.example", "/c/999/questions/{doubtful}/"),
    ("answer to be changed", "programme.manager@saltmarsh.example", "/c/999/questions/{answered}/"),
    ("answer that an officer reads", "officer@saltmarsh.example", "/c/999/questions/{answered}/"),
    ("declined question", "programme.manager@saltmarsh.example", "/c/999/questions/{declined}/"),
    ("question about what is withdrawn", "forum@saltmarsh.example", "{asked_of_withdrawn}"),
    ("link that opens nothing", "", "/s/nothing/"),
    ("link that came to its last day", "", "/s/{ended}/"),
    ("link to a withdrawn edition", "", "/s/{of_withdrawn}/"),
    ("public edition that was withdrawn", "", "/p/999/{withdrawn}/"),
    ("file of an edition that was withdrawn", "forum@saltmarsh.example", "/c/999/publications/{withdrawn}/pack.pdf"),
    ("public page that was closed", "", "/p/{closed_page}/"),
    ("last day of a link that has ended", "programme.manager@saltmarsh.example", "{extend_ended}"),
    ("a page that is not there", "officer@saltmarsh.example", "/c/999/nowhere/"),
    ("a page that is not for them", "forum@saltmarsh.example", "/c/999/people/"),
    ("sign in", "", "/accounts/login/"),
    ("forgotten password", "", "/accounts/password/reset/"),
    ("forgotten password, sent", "", "/accounts/password/reset/done/"),
    ("change password", "officer@saltmarsh.example", "/accounts/password/change/"),
    ("sign out", "officer@saltmarsh.example", "/accounts/logout/"),
)
REFUSALS = {
    "question about what is withdrawn": 410,
    "a page that is not there": 404,
    "a page that is not for them": 403,
    "link that opens nothing": 404,
    "link out of an e-mail, cut off": 404,
    "link that came to its last day": 410,
    "link to a withdrawn edition": 410,
    "public edition that was withdrawn": 410,
    "file of an edition that was withdrawn": 410,
    "public page that was closed": 410,
    "file that is not there yet": 202,
}


@dataclass
class Walk:
    """The served demonstration, one window per person with script files and one without."""

    browser: Browser
    url: str
    examples: dict[str, Any]
    windows: dict[tuple[str, bool], Page] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)

    def page(self, email: str, *, with_scripts: bool = True) -> Page:
        if (email, with_scripts) not in self.windows:
            context = open_window(self.browser)
            if not with_scripts:
                context.route("**/*.js", lambda route: route.abort())
            if email:
                signed_in_already(context, self.url, User.objects.get(email=email))
            self.windows[email, with_scripts] = context.new_page()
            if with_scripts:
                listen(self.windows[email, True], self.complaints)
        return self.windows[email, with_scripts]

    def contexts(self) -> list[BrowserContext]:
        return [page.context for page in self.windows.values()]


@pytest.fixture(scope="module")
def walk(chromium: Browser, serve: Serve) -> Iterator[Walk]:
    with serve(NOW) as url:
        shipped.load()
        administrator, _ = people.installation_administrator()
        names = [*loading.folders("921"), *loading.folders("999")]
        loading.load(names, by=administrator, say=lambda words: None)
        walk = Walk(chromium, url, examples())
        yield walk
        for context in walk.contexts():
            context.close()


def examples() -> dict[str, Any]:
    """An example of every part of an address, from Saltmarsh as it is loaded."""
    saltmarsh = Authority.objects.get(la_code="999")
    factories.make_programme("own-999", saltmarsh, name="Our own programme")
    # Something for the check to warn about.
    ConditionResponse.objects.filter(
        submission__period__slug="q3-2026-27", submission__round=1, condition__number="3.2"
    ).update(narrative="- All replies are due by 297/05/24.\n- All trainees have passed their first year.")
    milestone = Milestone.objects.filter(workstream__agreement__authority=saltmarsh, completed_on=None).first()
    own = Indicator.objects.create(authority=saltmarsh, code="own-measure-999", name="Visits to schools")
    IndicatorVersion.objects.create(indicator=own, definition="How many.", unit="count", period_basis="snapshot")
    columns = {"Month": "period", "Referrals": "measure:requests_received", "Notes": ""}
    mapping = ColumnMapping.objects.create(
        authority=saltmarsh, name="Monthly return", shape="wide", columns=columns, updated_at=NOW
    )
    group = ComparatorGroup.objects.create(authority=saltmarsh, kind="own", name="South coast")
    group.members.create(area=Area.objects.get(gss_code="E06000026"))
    officer = User.objects.get(email="officer@saltmarsh.example")
    charts = [
        {"code": "plans_maintained", "by": "need", "against": "", "words": "Needs are recorded at the first review."},
        {"code": "timeliness_20_weeks", "by": "", "against": "", "words": ""},
    ]
    stamps = {"made_at": NOW, "made_by": officer, "updated_by": officer, "updated_at": NOW}
    own_dashboard = CouncilDashboard.objects.create(
        authority=saltmarsh, name="For the board", about="Once a month.", charts=charts, is_shared=True, **stamps
    )
    manager = User.objects.get(email="programme.manager@saltmarsh.example")
    editions = edition_states.make(saltmarsh, manager, NOW)
    leaver = Membership.objects.get(user__email="second.officer@saltmarsh.example", authority=saltmarsh)
    return {
        "la_code": "999",
        "agreement_slug": "safety-valve",
        "period_slug": "q3-2026-27",
        "number": "3.4",
        "calendar_id": ReportingCalendar.objects.filter(agreement__authority=saltmarsh).first().pk,
        "programme_slug": "own-999",
        "financial_year": "2026-27",
        "round": 1,
        "month": "2026-09",
        "slug": milestone.workstream.slug,
        "key": milestone.pk,
        "code": "plans_maintained",
        "topic": "placement",
        "group_topic": "placement_group",
        "item": "RequestOutcome",
        "mapping_id": mapping.pk,
        "group_id": group.pk,
        "alert_id": Alert.objects.of(saltmarsh).open().get().pk,
        "dashboard_id": own_dashboard.pk,
        "payment_id": Payment.objects.filter(version__agreement__authority=saltmarsh).latest("version__number").pk,
        "saving_id": Saving.objects.filter(workstream__agreement__authority=saltmarsh).latest("pk").pk,
        **money_of(saltmarsh),
        **import_states.make(saltmarsh, officer, NOW),
        **editions,
        **mail_states.make(saltmarsh, manager, NOW),
        **question_states.make(editions, by=manager, now=NOW),
        "actor_id": leaver.user.actor_id,
        "membership_id": leaver.pk,
    }


def money_of(saltmarsh: Authority) -> dict[str, Any]:
    agreement = Agreement.objects.get(authority=saltmarsh)
    period = ReportingPeriod.objects.get(calendar__agreement=agreement, slug="q3-2026-27")
    money_examples.make_for(agreement, period, by=User.objects.get(email="finance@saltmarsh.example"))
    return money_examples.parts(agreement)


def opener(route: Route) -> str:
    """Who opens the route: the first role that may, an installation administrator, or anybody."""
    access = route.view.access
    if access.kind == "installation administrator":
        return people.ADMINISTRATOR_EMAIL
    for role, name in NAMES.items():
        if GRANTS[role] & set(access.permissions):
            return f"{name}@saltmarsh.example"
    return "officer@saltmarsh.example" if access.kind == "signed in" else ""


NAMES = {
    Role.OFFICER: "officer",
    Role.FINANCE_OFFICER: "finance",
    Role.PROGRAMME_MANAGER: "programme.manager",
    Role.SECTION_151: "section151",
    Role.ADMINISTRATOR: "administrator",
}
HERE = {
    "conditions:version-edit": {"number": 2},
    "conditions:planned-positions-edit": {"number": 2},
    "conditions:return": {"period_slug": "q3-2026-27"},
    "conditions:return-round": {"period_slug": "q3-2026-27"},
    "conditions:return-changes": {"period_slug": "q3-2026-27"},
    "conditions:return-file": {"period_slug": "q3-2026-27"},
    "conditions:sign-off": {"period_slug": "q2-2026-27"},
    "dashboards:board": {"slug": "demand"},
    "dashboards:import-upload": {"kind": "grid"},
    "dashboards:measure-edit": {"code": "own-measure-999"},
}
# What is done to a question once it is answered.
ONCE_ANSWERED = frozenset({"dashboards:question-withdraw"})
# What is done to an edition before it is published.
BEFORE_PUBLISHING = frozenset({"dashboards:publication-change", "dashboards:publication-publish"})
# What is done to the e-mails of one that was e-mailed.
ONCE_EMAILED = frozenset({"dashboards:email-again"})
# Forms of which every field may be left empty: sent with nonsense, they would do what they are for.
DONE_AT_ONCE = frozenset(
    {"dashboards:own-dashboard-edit", "dashboards:publication-publish", "dashboards:publication-email"}
)
# Forms that can be sent wrongly: each is looked at with its errors shown. A new one belongs here.
WITH_ERRORS = frozenset(
    {
        "conditions:agreement-create",
        "conditions:agreement-edit",
        "conditions:calendar-create",
        "conditions:calendar-edit",
        "conditions:condition-create",
        "conditions:condition-edit",
        "conditions:condition-end",
        "conditions:condition-update",
        "conditions:dsg-year",
        "conditions:payment-create",
        "conditions:payment-edit",
        "conditions:period-create",
        "conditions:period-edit",
        "conditions:programme",
        "conditions:send-back",
        "conditions:sign-off",
        "conditions:summary-update",
        "conditions:version-create",
        "core:authority-create",
        "core:authority-edit",
        "core:person",
        "core:person-add",
        "core:role-end",
        "dashboards:assumption-create",
        "dashboards:assumption-edit",
        "dashboards:assumption-version",
        "dashboards:alert",
        "dashboards:alert-mail",
        "dashboards:contribution-create",
        "dashboards:contribution-edit",
        "dashboards:feed-key-create",
        "dashboards:eligible-edit",
        "dashboards:explanation-create",
        "dashboards:explanation-edit",
        "dashboards:commitments-basis",
        "dashboards:commitments-upload",
        "dashboards:finance-edit",
        "dashboards:finance-paste",
        "dashboards:finance-workbook-in",
        "dashboards:headings",
        "dashboards:comparator-create",
        "dashboards:comparator-edit",
        "dashboards:import-upload",
        "dashboards:invoice-create",
        "dashboards:invoice-edit",
        "dashboards:receipt-create",
        "dashboards:receipt-edit",
        "dashboards:link-create",
        "dashboards:link-extend",
        "dashboards:mapping-rename",
        "dashboards:measure-create",
        "dashboards:measure-edit",
        "dashboards:measurements-edit",
        "dashboards:month",
        "dashboards:own-dashboard-create",
        "dashboards:month-edit",
        "dashboards:movement-reason",
        "dashboards:publication-change",
        "dashboards:mail-preference",
        "dashboards:publication-correct",
        "dashboards:publication-create",
        "dashboards:publication-withdraw",
        "dashboards:public-settings",
        "dashboards:question",
        "dashboards:question-ask",
        "dashboards:question-decline",
        "dashboards:question-withdraw",
        "dashboards:shared-question-ask",
        "dashboards:reader-add",
        "dashboards:readers-add",
        "dashboards:return-codes",
        "dashboards:reliability",
        "dashboards:source-edit",
        "dashboards:stated-figures",
        "dashboards:targets-edit",
        "dashboards:transfer-consent",
        "workstreams:milestone-complete",
        "workstreams:milestone-create",
        "workstreams:milestone-edit",
        "workstreams:progress-update",
        "workstreams:risk-close",
        "workstreams:risk-create",
        "workstreams:risk-edit",
        "workstreams:risk-update",
        "workstreams:saving-create",
        "workstreams:saving-edit",
        "workstreams:saving-figures",
        "workstreams:workstream-create",
        "workstreams:workstream-edit",
        "workstreams:workstream-end",
        "workstreams:workstream-replace",
    }
)
PAGES = [route for route in our_routes() if route.name not in NOT_PAGES]


@pytest.mark.parametrize("route", PAGES, ids=str)
def test_every_address(route: Route, walk: Walk) -> None:
    instead = {"publication_id": walk.examples["prepared"]} if route.name in BEFORE_PUBLISHING else {}
    instead |= {"publication_id": walk.examples["mailed"]} if route.name in ONCE_EMAILED else {}
    instead |= {"question_id": walk.examples["answered"]} if route.name in ONCE_ANSWERED else {}
    path = address(route, walk.examples, **HERE.get(route.name, {}), **instead)
    seen = look(walk, opener(route), path, spoils=route.name not in DONE_AT_ONCE)
    assert seen.status == 200
    assert not seen.wrong, "\n".join(seen.wrong)
    assert seen.has_shown_errors == (route.name in WITH_ERRORS)


@pytest.mark.parametrize(("state", "email", "path"), STATES, ids=[state for state, _, _ in STATES])
def test_states_of_pages(state: str, email: str, path: str, walk: Walk) -> None:
    seen = look(walk, email, path.format(**walk.examples))
    assert seen.status == REFUSALS.get(state, 200)
    assert not seen.wrong, "\n".join(seen.wrong)


@dataclass
class Seen:
    """What there was to see at an address: its status, everything wrong, whether its form could be made to object."""

    status: int = 0
    has_shown_errors: bool = False
    wrong: list[str] = field(default_factory=list)

    def note(self, state: str, lines: list[str]) -> None:
        self.wrong += [f"{state}: {line}" for line in lines]


def look(walk: Walk, email: str, path: str, *, spoils: bool = True) -> Seen:
    """The page with script files at three widths and without them at one; then its form, sent with nonsense in it."""
    seen = Seen()
    for state, widths in (("with scripts", WIDTHS), ("without scripts", WIDTHS[:1])):
        page = walk.page(email, with_scripts=state == "with scripts")
        walk.complaints.clear()
        response = page.goto(walk.url + path)
        assert response is not None
        seen.status = response.status
        seen.note(state, problems(page, JUDGED, widths=widths))
        if spoils and spoil(page) and page.locator(".govuk-error-summary").count():
            seen.has_shown_errors = True
            seen.note(f"errors, {state}", problems(page, JUDGED, widths=(WIDTHS[0], WIDTHS[-1])[: len(widths)]))
            seen.note(f"errors, {state}", summary_problems(page))
        if state == "with scripts":
            # The browser also notes that a page was answered with 404 or 422, as it should be.
            seen.note("console", [line for line in walk.complaints if "responded with a status of" not in line])
    return seen


def test_what_is_no_page_is_a_file_or_only_takes_a_form(walk: Walk) -> None:
    context = walk.page("programme.manager@saltmarsh.example").context
    parts = {**walk.examples, "kind": "docx", "key": "measure-plans_maintained", "format": "csv"}
    routes = [route for route in our_routes() if route.name in NOT_PAGES]
    answers = [context.request.get(walk.url + address(route, parts, **HERE.get(route.name, {}))) for route in routes]
    for answer in answers:
        # A feed takes a key.
        assert answer.status in (200, 401, 405)
        assert answer.status == 405 or not answer.headers["content-type"].startswith("text/html")
