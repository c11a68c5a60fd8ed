"""An example of every part of an address, from Saltmarsh as it is loaded, with what its states need."""

from datetime import UTC, datetime
from typing import Any

from conditions.models import Agreement, ConditionResponse, Payment, ReportingCalendar, ReportingPeriod
from dashboards.models import Alert, Area, ColumnMapping, ComparatorGroup, CouncilDashboard, Indicator, IndicatorVersion
from safetyvalve.core.models import Authority, Membership, User
from tests import factories, money_examples
from tests.browser import edition_states, import_states, mail_states, question_states
from workstreams.models import Milestone, Saving

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


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
        "block": "high_needs",
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
        **edition_states.make_waiting(saltmarsh, manager, NOW),
        "actor_id": leaver.user.actor_id,
        "membership_id": leaver.pk,
    }


def money_of(saltmarsh: Authority) -> dict[str, Any]:
    agreement = Agreement.objects.get(authority=saltmarsh)
    period = ReportingPeriod.objects.get(calendar__agreement=agreement, slug="q3-2026-27")
    money_examples.make_for(agreement, period, by=User.objects.get(email="finance@saltmarsh.example"))
    return money_examples.parts(agreement)
