"""Saltmarsh as loaded: every state of a return, two versions of an agreement, three years of months."""

from collections import Counter
from decimal import Decimal

import pytest

from conditions.joints import read_sections
from conditions.models import AgreementVersion, DsgPosition, Payment, SignOff, Submission
from conditions.packs import pack as packs
from conditions.packs.changes import since_frozen
from dashboards.models import Measurement, Question, Target
from safetyvalve.core import audit
from safetyvalve.core.roles import Role
from safetyvalve.demo.council import Council
from safetyvalve.demo.reading import rows, toml
from tests.demo.conftest import Load
from tests.demo.record import packs_of, rounds_of, section, what_does_not_match_its_digest
from workstreams.models import Milestone, Risk

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

STATES = [
    ("q1-2024-25", 1, "accepted", 1),
    ("q2-2024-25", 1, "accepted", 1),
    ("q3-2024-25", 1, "changes_requested", 1),
    ("q3-2024-25", 2, "accepted", 1),
    ("q4-2024-25", 1, "accepted", 1),
    ("q1-2025-26", 1, "accepted", 2),
    ("q2-2025-26", 1, "accepted", 2),
    ("q3-2025-26", 1, "accepted", 2),
    ("q4-2025-26", 1, "changes_requested", 2),
    ("q4-2025-26", 2, "submitted", 2),
    ("q1-2026-27", 1, "signed_off", 2),
    ("q2-2026-27", 1, "awaiting_sign_off", 2),
    ("q3-2026-27", 1, "draft", 2),
]


@pytest.fixture(scope="module")
def saltmarsh(load: Load) -> Council:
    return load("saltmarsh")


def test_every_state_of_a_return_is_there_on_the_version_it_answers_to(saltmarsh: Council) -> None:
    found = [(each.period.slug, each.round, each.status, each.version.number) for each in rounds_of(saltmarsh)]
    assert found == STATES
    assert {state for _, _, state, _ in found} == set(Submission.Status.values)


def test_packs_envelopes_and_files_match_their_digests(saltmarsh: Council) -> None:
    assert what_does_not_match_its_digest(saltmarsh) == []
    files = {each: each.issued_files.count() for each in rounds_of(saltmarsh)}
    assert {each.has_left for each, count in files.items() if count} == {True}
    assert {each.has_left for each, count in files.items() if not count} == {False}


def test_the_audit_chain_holds_and_reads_in_order(saltmarsh: Council) -> None:
    assert audit.broken_link(saltmarsh.authority) is None
    times = list(saltmarsh.authority.audit_events.order_by("sequence").values_list("at", flat=True))
    assert times == sorted(times)


def test_each_submitted_round_has_the_two_signatures_and_the_awaiting_one_the_directors(saltmarsh: Council) -> None:
    signers = {role.value: saltmarsh.holder(role) for role in (Role.DIRECTOR, Role.SECTION_151)}
    for submission in rounds_of(saltmarsh):
        signed = dict(SignOff.objects.filter(pack=submission.current_pack).values_list("role", "signed_by"))
        wanted = {"draft": [], "awaiting_sign_off": ["director"]}.get(submission.status, ["director", "section_151"])
        assert signed == {role: signers[role].pk for role in wanted}


def test_the_return_that_was_sent_back_was_written_again_and_sent_again(saltmarsh: Council) -> None:
    first, second = [pack for pack in packs_of(saltmarsh) if pack.submission.period.slug == "q3-2025-26"]

    def recovery(of: object) -> str:
        conditions = section(of, "conditions")["conditions"]  # type: ignore[arg-type]
        return next(each["recovery"] for each in conditions if each["number"] == "3.3")

    assert "September 2026" not in recovery(first)
    assert "September 2026" in recovery(second)
    assert first.sign_offs.count() == 1
    assert second.submission.sent_back_reasons == {}


def test_nothing_has_moved_on_since_the_awaiting_return_was_frozen(saltmarsh: Council) -> None:
    submission = Submission.objects.with_place().get(status="awaiting_sign_off", period=saltmarsh.periods["q2-2026-27"])
    assert since_frozen(packs.read(submission.current_pack), read_sections(submission)) == []  # type: ignore[arg-type]


def test_the_first_return_knows_nothing_of_what_came_later(saltmarsh: Council) -> None:
    pack = packs_of(saltmarsh)[0]
    agreement = section(pack, "agreement")
    assert [version["number"] for version in agreement["versions"]] == [1]
    assert [payment["status"] for payment in agreement["versions"][0]["payments"]].count("paid") == 1
    done = [each["completed_on"] for work in section(pack, "delivery")["workstreams"] for each in work["milestones"]]
    assert max(filter(None, done)) <= "2024-07-19"
    assert {point["period_end"] for each in section(pack, "measures")["series"] for point in each["points"]} <= {
        f"{year}-{month:02d}-{day:02d}"
        for year in (2023, 2024)
        for month in range(1, 13)
        for day in range(28, 32)
        if (year, month) <= (2024, 6)
    }


def test_the_agreement_was_re_profiled_and_the_total_stayed(saltmarsh: Council) -> None:
    versions = AgreementVersion.objects.filter(agreement=saltmarsh.agreement)
    assert [version.total_dfe_funding for version in versions] == [Decimal(20_000_000)] * 2
    first, second = versions
    live = [payment.amount for payment in first.payments.exclude(status=Payment.Status.CANCELLED)]
    assert sum(live) == Decimal(11_000_000)
    assert sum(payment.amount for payment in second.payments.all()) == Decimal(20_000_000)
    assert second.payments.get(status=Payment.Status.WITHHELD).depends_on == saltmarsh.periods["q4-2025-26"]
    assert list(second.planned_positions.values_list("financial_year", flat=True))[-1] == "2028-29"


def test_every_figure_in_the_file_is_on_record_and_a_marker_is_not_a_zero(saltmarsh: Council) -> None:
    wanted = rows("saltmarsh", "measures.csv")
    found = Measurement.objects.filter(authority=saltmarsh.authority, breakdown_topic="")
    assert found.count() == len(wanted)
    by_key = {(each.version.indicator.code, each.period_end.isoformat()): each for each in found}
    for row in wanted:
        measurement = by_key[row["indicator"], row["period_end"]]
        assert measurement.marker == row["marker"]
        assert measurement.value == (Decimal(row["value"]) if row["value"] else None)


def test_every_divided_figure_in_the_file_is_on_record_and_adds_up_to_its_whole(saltmarsh: Council) -> None:
    wanted = rows("saltmarsh", "measures_divided.csv")
    found = Measurement.objects.filter(authority=saltmarsh.authority).exclude(breakdown_topic="")
    kept = {
        (m.version.indicator.code, m.breakdown_topic, m.breakdown, m.period_end.isoformat()): m.value for m in found
    }
    names = ("indicator", "breakdown_topic", "breakdown", "period_end")
    assert kept == {tuple(row[name] for name in names): Decimal(row["value"]) for row in wanted}
    wholes = {(row["indicator"], row["period_end"]): row["value"] for row in rows("saltmarsh", "measures.csv")}
    sums: Counter[tuple[str, str, str]] = Counter()
    for row in wanted:
        sums[row["indicator"], row["breakdown_topic"], row["period_end"]] += int(row["value"])
    wrong = {
        key for key, value in sums.items() if key[0] != "unit_cost_weekly" and wholes[key[0], key[2]] != str(value)
    }
    assert wrong == set()


def test_the_positions_are_those_of_the_file_and_the_last_is_not_confirmed(saltmarsh: Council) -> None:
    wanted = rows("saltmarsh", "dsg_positions.csv")
    found = DsgPosition.objects.filter(agreement=saltmarsh.agreement)
    assert found.count() == len(wanted)
    for row in wanted:
        names = ("financial_year", "block", "scenario")
        position = found.get(period__slug=row["period"], **{name: row[name] for name in names})
        assert position.closing_after_payments == Decimal(row["closing_after_payments"])
        assert position.closing_before_payments == Decimal(row["closing_before_payments"])
    unconfirmed = found.filter(scenario="mitigated", confirmed_at=None)
    assert set(unconfirmed.values_list("period__slug", flat=True)) == {"q3-2026-27"}


def test_risks_and_milestones_end_as_their_files_say(saltmarsh: Council) -> None:
    for row in toml("saltmarsh", "risks.toml")["risks"]:
        risk = Risk.objects.get(agreement=saltmarsh.agreement, number=row["number"])
        assert (risk.likelihood, risk.impact) == (row["likelihood"], row["impact"])
        assert risk.closed_on == row.get("closed_on")
    for row in toml("saltmarsh", "workstreams.toml")["milestones"]:
        milestone = Milestone.objects.get(workstream__agreement=saltmarsh.agreement, name=row["name"])
        dates = (milestone.baseline_on, milestone.forecast_on, milestone.completed_on)
        assert dates == (row["baseline_on"], row["forecast_on"], row.get("completed_on"))
        assert milestone.slip_reason == row["slip_reason"]


def test_both_trajectories_of_plans_stay_on_the_chart(saltmarsh: Council) -> None:
    names = set(Target.objects.filter(indicator__code="plans_maintained").values_list("name", flat=True))
    assert names == {"Agreed trajectory, first version", "Agreed trajectory, re-profiled April 2025"}
    assert Target.objects.filter(is_milestone=True).count() == 2


def test_the_draft_is_incomplete(saltmarsh: Council) -> None:
    draft = Submission.objects.get(status=Submission.Status.DRAFT)
    assert draft.condition_responses.count() == 3
    assert not hasattr(draft, "summary")


def test_one_question_of_a_reader_is_answered_and_one_waits(saltmarsh: Council) -> None:
    found = Question.objects.of(saltmarsh.authority).order_by("asked_at")
    assert [(each.state, each.audience, each.audiences) for each in found] == [
        ("published", "links", ["members", "links", "public"]),
        ("waiting", "members", []),
    ]
