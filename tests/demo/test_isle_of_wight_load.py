"""The Isle of Wight as loaded: what public papers say, an earlier return, and an update left to be written."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.contrib.auth.hashers import check_password

from conditions.checks.findings import Severity
from conditions.models import Payment, Submission
from conditions.positions import reported
from conditions.services import positions, sending
from dashboards.models import ComparatorGroup, ImportBatch, IndicatorCondition, Measurement, Target
from safetyvalve.core import audit
from safetyvalve.core.dates import sen2_census_day
from safetyvalve.core.models import Authority
from safetyvalve.core.roles import Role
from safetyvalve.demo import loading, people, returns
from safetyvalve.demo.council import Council
from safetyvalve.demo.reading import toml
from safetyvalve.demo.timeline import play
from tests.demo.conftest import Load
from tests.demo.record import packs_of, rounds_of, section, what_does_not_match_its_digest
from workstreams.models import ProgressUpdate, WorkstreamSuccession

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(scope="module")
def island(load: Load) -> Council:
    return load("isle-of-wight")


def test_the_agreement_has_the_papers_figures(island: Council) -> None:
    version = island.agreement.versions.get()
    assert version.total_dfe_funding == Decimal(12_690_000)
    assert [condition.number for condition in island.agreement.conditions.all()] == [f"3.{n}" for n in range(1, 8)]
    payments = version.payments.all()
    paid = sum(payment.amount for payment in payments if payment.status == Payment.Status.PAID)
    assert (paid, sum(payment.amount for payment in payments) - paid) == (Decimal(6_600_000), Decimal(6_090_000))


def test_what_no_paper_states_stays_empty(island: Council) -> None:
    assert island.agreement.signed_on is None
    assert [payment.paid_on for payment in Payment.objects.filter(version__agreement=island.agreement)] == [None] * 5
    missing = Measurement.objects.filter(authority=island.authority, value=None)
    assert set(missing.values_list("marker", flat=True)) == {"x"}
    own = missing.filter(area_code="E06000046", period_end=date(2023, 12, 31), breakdown="")
    assert "requests_received" in set(own.values_list("version__indicator__code", flat=True))
    ceased = Measurement.objects.filter(authority=island.authority, version__indicator__code="plans_ceased")
    assert not ceased.filter(area_code="E06000046", period_end=date(2023, 12, 31)).exists()


def test_the_published_figures_stand_beside_englands(island: Council) -> None:
    def plans(area: str) -> Decimal | None:
        return Measurement.objects.get(
            authority=island.authority,
            version__indicator__code="plans_maintained",
            area_code=area,
            period_end=date(2025, 1, 16),
            breakdown="",
        ).value

    assert plans("E06000046") == 1799
    assert plans("E92000001") == 638_745
    assert set(Measurement.objects.values_list("source", flat=True)) == {
        "Department for Education, Education, health and care plans, 2025 release"
    }


def test_figures_of_2024_that_were_hardly_returned_are_marked_unreliable(island: Council) -> None:
    own = Measurement.objects.current().filter(authority=island.authority, area_code="E06000046")
    of_2024 = own.filter(period_end=date(2024, 12, 31)).values_list("version__indicator__code", "status")
    reliable = {code for code, status in of_2024 if status == "final"}
    assert reliable == {
        "plans_new",
        "reviews_due",
        "reviews_held",
        "reviews_decided",
        "reviews_decided_in_time",
        "reviews_outcome",
    }
    doubtful = own.filter(status="unreliable")
    assert set(doubtful.values_list("period_end", flat=True)) == {date(2024, 12, 31)}
    assert all("74 requests after 382" in note for note in doubtful.values_list("note", flat=True))
    assert doubtful.get(version__indicator__code="requests_received").value == 74


def test_what_is_published_came_through_the_importers_with_ten_neighbours_beside_it(island: Council) -> None:
    batches = ImportBatch.objects.filter(authority=island.authority).exclude(importer="").order_by("imported_at")
    assert [(batch.importer, batch.edition) for batch in batches] == [("neighbours", "2025"), ("ees", "2025")]
    group = ComparatorGroup.objects.get(authority=island.authority)
    assert [member.area.name for member in group.members.all()][:4] == ["Tameside", "Cornwall", "Norfolk", "Torbay"]
    beside = Measurement.objects.filter(
        authority=island.authority,
        version__indicator__code="requests_received",
        period_end=date(2024, 12, 31),
        area_code__in=[member.area.gss_code for member in group.members.all()],
    )
    assert beside.count() == 10


def test_the_lines_for_plans_stand_on_the_census_days_that_they_were_worked_out_for(island: Council) -> None:
    points = Target.objects.filter(authority=island.authority, indicator__code="plans_maintained")
    assert set(points.values_list("on", flat=True)) == {sen2_census_day(year) for year in range(2023, 2028)}
    assert points.get(on=date(2023, 1, 19)).value == 1493


def test_three_headings_were_replaced_by_seven_workstreams(island: Council) -> None:
    ended = island.agreement.workstreams.filter(ends_on=date(2024, 1, 31))
    assert ended.count() == 3
    assert WorkstreamSuccession.objects.filter(predecessor__in=ended, on=date(2024, 2, 1)).count() == 7
    assert island.agreement.workstreams.filter(ends_on=None).count() == 7


def test_the_earlier_return_was_accepted_and_its_pack_knows_only_the_old_headings(island: Council) -> None:
    [submission] = rounds_of(island)
    assert (submission.period.slug, submission.status) == ("update-3-2023-24", Submission.Status.ACCEPTED)
    [pack] = packs_of(island)
    delivery = section(pack, "delivery")
    assert len(delivery["workstreams"]) == 3
    assert delivery["successions"] == []
    assert [payment["status"] for payment in section(pack, "agreement")["versions"][0]["payments"]] == [
        "paid",
        "due",
        "conditional",
        "due",
        "due",
    ]


def test_pack_envelope_and_files_match_their_digests(island: Council) -> None:
    assert what_does_not_match_its_digest(island) == []
    [submission] = rounds_of(island)
    kinds = set(submission.issued_files.values_list("kind", flat=True))
    assert {"docx", "xlsx", "pdf"} <= kinds


def test_the_audit_chain_holds_reads_in_order_and_names_the_authors(island: Council) -> None:
    assert audit.broken_link(island.authority) is None
    events = list(island.authority.audit_events.order_by("sequence"))
    assert [event.at for event in events] == sorted(event.at for event in events)
    signed = {event.actor_id for event in events if event.action == "submission_signed"}
    assert signed == {island.holder(role).actor_id for role in (Role.DIRECTOR, Role.SECTION_151)}
    given = [event for event in events if event.action == "role_given"]
    assert len(given) == 9


def test_update_1_is_left_to_be_written_with_what_its_workstreams_reported(island: Council) -> None:
    period = island.periods["update-1-2024-25"]
    assert not period.submissions.exists()
    words = " ".join(ProgressUpdate.objects.filter(period=period).values_list("text", flat=True))
    assert ProgressUpdate.objects.filter(period=period).count() == 7
    assert "926 different IP addresses" in words
    assert "£288k" in words
    assert (
        IndicatorCondition.objects.filter(condition__agreement=island.agreement, condition__number="3.3").count() == 2
    )


def test_everybody_can_sign_in_with_the_one_password(island: Council) -> None:
    listed = [line for line in people.sign_ins() if line.council == "Isle of Wight"]
    assert {line.role for line in listed} == {role.label for role in Role}
    for user in island.people.values():
        user.refresh_from_db()
        assert check_password(people.PASSWORD, user.password)


def test_a_second_load_changes_nothing(island: Council) -> None:
    before = island.authority.audit_events.count()
    said: list[str] = []
    administrator, is_new = people.installation_administrator()
    loading.load(["isle-of-wight"], by=administrator, say=said.append)
    assert not is_new
    assert said == ["Isle of Wight: already there, left as it is"]
    assert Authority.objects.count() == 1
    assert island.authority.audit_events.count() == before


def test_update_1_can_be_completed_from_its_file_and_nothing_stands_in_its_way(island: Council) -> None:
    data = toml("isle-of-wight", "update-1.toml")
    del data["progress_updates"]
    play(returns.events_of(island, data), say=lambda words: None)
    submission = Submission.objects.with_place().get(period=island.periods["update-1-2024-25"])
    now = datetime(2024, 5, 30, 10, tzinfo=UTC)
    seen = {position.financial_year: position.revision for position in reported(submission.period)}
    positions.confirm(submission, revisions=seen, by=island.holder(Role.FINANCE_OFFICER), now=now)
    _, findings = sending.checked(submission, now=now)
    assert [finding.sentence for finding in findings if finding.severity is Severity.BLOCKER] == []
    assert "17 calls" in " ".join(submission.condition_responses.values_list("narrative", flat=True))
