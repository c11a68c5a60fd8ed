"""Laws that hold whatever a return says: plans at the end are those at the start, more and less; parts make wholes."""

import random
import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboards.imports.contract import Delivered, UnusableDelivery
from dashboards.imports.sen2 import Faults, Person, Schools, blade, indicators, own_checks, xml
from dashboards.imports.sen2.records import Active, Assessment, Case, Need, Placement, Plan
from dashboards.imports.sen2.returns import Return
from dashboards.periods import Grain, Period
from safetyvalve.demo.reading import toml
from tests.dashboards.imports.sen2 import builder, table
from tests.dashboards.imports.sen2.people import CENSUS, PEOPLE, SCHOOLS

pytestmark = pytest.mark.slow

CODES = toml("categories.toml")["return_codes"]
AS_AT = date(2025, 1, 16)
DAYS = st.dates(date(2022, 1, 1), date(2025, 1, 15))
FLAGS = st.sampled_from([None, False, True])


def _code(item: str, *more: str) -> st.SearchStrategy[str]:
    return st.sampled_from(["", "?", *CODES[item], *more])


PLACEMENTS = st.builds(
    Placement,
    urn=st.sampled_from(["", "999999", *(school.urn for school in SCHOOLS)]),
    ukprn=st.sampled_from(["", "10001111", "10000000"]),
    setting=_code("SENsetting"),
    rank=st.sampled_from([None, 1, 2]),
    entered=st.none() | DAYS,
    left=st.none() | DAYS,
    in_unit=FLAGS,
    in_resourced=FLAGS,
    residential=_code("RES"),
    work_based=_code("WBP"),
)
ACTIVE = st.builds(
    Active,
    transferred_from=st.sampled_from(["", "878"]),
    review_meeting=st.none() | DAYS,
    review_outcome=_code("ReviewOutcome"),
    review_decided=st.none() | DAYS,
    transfer_due=st.none() | DAYS,
    transfer_final=st.none() | DAYS,
    placements=st.lists(PLACEMENTS, max_size=2),
    needs=st.lists(st.builds(Need, kind=_code("SENtype"), rank=st.sampled_from([None, 1, 2])), max_size=2),
)
PLANS = st.builds(
    Plan,
    start=st.none() | DAYS,
    personal_budget=FLAGS,
    direct_payments=_code("DP", "EH"),
    ceased=st.none() | DAYS,
    cease_reason=_code("CeaseReason"),
    named=st.lists(PLACEMENTS, max_size=1),
)
ASSESSMENTS = st.builds(
    Assessment,
    outcome=_code("AssessmentOutcome"),
    decided=st.none() | DAYS,
    mediation=FLAGS,
    tribunal=FLAGS,
    other_mediation=FLAGS,
    other_tribunal=FLAGS,
    is_exception=FLAGS,
)
CASES = st.builds(
    Case,
    received=st.none() | DAYS,
    source=_code("RequestSource"),
    in_youth_accommodation=FLAGS,
    decided=st.none() | DAYS,
    outcome=_code("RequestOutcome"),
    mediation=FLAGS,
    tribunal=FLAGS,
    exported=st.sampled_from(["", "873"]),
    assessment=st.none() | ASSESSMENTS,
    plan=st.none() | PLANS,
    active=st.none() | ACTIVE,
)
ANYBODY = st.builds(
    Person,
    birth=st.none() | st.dates(date(1998, 1, 1), date(2024, 12, 31)),
    sex=st.sampled_from(["", "M", "F", "U"]),
    upn=st.sampled_from(["", "A", "B", "C"]),
    cases=st.lists(CASES, max_size=3),
)


@given(st.lists(ANYBODY, max_size=8))
@settings(max_examples=60)
def test_headings_make_totals_and_months_make_years_whoever_the_people_are(people: list[Person]) -> None:
    rows = indicators(people, as_at=AS_AT, codes=CODES, schools=Schools.of(SCHOOLS), la_code="921")
    found = table.figures(rows)
    assert all(value >= 0 for value in found.values())
    sums: dict[tuple[str, Period, str], Decimal] = {}
    for (measure, period, topic, _), value in found.items():
        if topic:
            sums[measure, period, topic] = sums.get((measure, period, topic), Decimal()) + value
    assert sums == {key: found[key[0], key[1], "", ""] for key in sums}
    for (measure, period, topic, heading), value in found.items():
        months = [found.get((measure, Period.month(2024, month), topic, heading)) for month in range(1, 13)]
        if period.grain == Grain.YEAR and None not in months:
            assert value == sum(month for month in months if month is not None)
    assert isinstance(own_checks(people, Faults(), as_at=AS_AT, codes=CODES), list)


@given(st.lists(ANYBODY, max_size=8))
@settings(max_examples=40)
def test_parts_are_never_more_than_wholes(people: list[Person]) -> None:
    found = table.figures(indicators(people, as_at=AS_AT, codes=CODES))

    def total(code: str, period: Period) -> Decimal:
        return found.get((code, period, "", ""), Decimal())

    for period in {key[1] for key in found}:
        for part, whole in (
            ("refusals_to_assess", "decisions_to_assess_made"),
            ("decisions_within_6_weeks", "decisions_timed"),
            ("decisions_timed", "decisions_to_assess_made"),
            ("assessments_plan_issued", "assessments_concluded"),
            ("assessments_concluded", "assessments_in_year"),
            ("refusals_to_issue_within_16_weeks", "refusals_to_issue_timed"),
            ("plans_issued_20_weeks", "plans_issued"),
            ("plans_issued_excluding_exceptions", "plans_issued"),
            ("plans_issued_20_weeks_excluding_exceptions", "plans_issued_excluding_exceptions"),
            ("plans_issued", "plans_new"),
            ("reviews_decided_in_time", "reviews_decided"),
            ("phase_transfers_on_time", "phase_transfers_due"),
            ("request_tribunal_after_mediation", "request_tribunal"),
        ):
            if (whole, period, "", "") in found:
                assert total(part, period) <= total(whole, period), (part, period)
        bands = ("plans_issued_20_weeks", "plans_issued_20_to_52_weeks", "plans_issued_over_52_weeks")
        assert sum(total(band, period) for band in bands) == total("plans_issued", period)
        outcomes = ("requests_agreed", "refusals_published", "requests_undecided", "requests_withdrawn")
        if ("requests_agreed", period, "", "") in found:
            assert sum(total(outcome, period) for outcome in outcomes) == total("requests_received", period)


@st.composite
def histories(draw: st.DrawFn) -> Person:
    """Somebody with plans one after the other, each new or from another council, all of them in the file."""
    cases = []
    start = draw(st.dates(date(2021, 1, 1), date(2025, 1, 1)))
    for _ in range(draw(st.integers(1, 3))):
        ceased = draw(st.none() | st.just(start + timedelta(draw(st.integers(0, 600)))))
        ceased = ceased if ceased and ceased <= AS_AT else None
        came_from = "" if cases else draw(st.sampled_from(["", "878"]))
        active = Active(transferred_from=came_from) if came_from or not ceased else None
        cases.append(
            Case(outcome="Y", assessment=Assessment(outcome="Y"), plan=Plan(start=start, ceased=ceased), active=active)
        )
        if ceased is None:
            break
        start = ceased + timedelta(draw(st.integers(1, 200)))
        if start > AS_AT:
            break
    return Person(cases=cases)


@given(st.lists(histories(), min_size=1, max_size=12))
@settings(max_examples=100)
def test_plans_at_the_end_are_those_at_the_start_and_new_and_transferred_in_less_ceased(people: list[Person]) -> None:
    found = table.figures(indicators(people, as_at=AS_AT, since=date(2023, 1, 1), codes=CODES))

    def total(code: str, period: Period) -> Decimal:
        return found.get((code, period, "", ""), Decimal())

    month = Period.month(2023, 2)
    while month.end < AS_AT:
        change = total("plans_maintained", month) - total("plans_maintained", month.previous())
        flows = total("plans_new", month) + total("plans_transferred_in", month) - total("plans_ceased", month)
        assert change == flows, month
        month = month.next()


XML = builder.xml(PEOPLE, day=CENSUS)
TABLES = builder.blade(PEOPLE, day=CENSUS)


def _damage(content: bytes, seed: int) -> bytes:
    """The content with some bytes turned, taken out or doubled."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    damaged = bytearray(content)
    for _ in range(chance.randrange(1, 12)):
        at = chance.randrange(len(damaged))
        size = chance.randrange(1, 30)
        damaged[at : at + size] = chance.choice([b"", bytes([chance.randrange(256)]), damaged[at : at + size] * 2])
    return bytes(damaged)


@given(st.integers(0, 10**6))
@settings(max_examples=120)
def test_damaged_xml_is_read_or_refused_by_name(seed: int) -> None:
    file = Delivered("a.xml", _damage(XML, seed))
    _counted_or_refused(lambda: [xml.parse(file, lambda *_: None)])


JUNK = ("", " ", "x" * 500, "-1", "99999999999", "2024-02-30", "0000-00-00", "é", "&lt;script&gt;", "0", "NaN", "1e9")


@given(st.integers(0, 10**6))
@settings(max_examples=60)
def test_junk_in_items_is_read_or_refused_by_name(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret
    text = re.sub(r">[^<>]+<", lambda m: f">{chance.choice(JUNK)}<" if chance.random() < 0.1 else m[0], XML.decode())
    file = Delivered("a.xml", text.encode())
    _counted_or_refused(lambda: [xml.parse(file, lambda *_: None)])


@given(st.integers(0, 10**6))
@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow])
def test_damaged_tables_are_read_or_refused_by_name(seed: int) -> None:
    name = sorted(TABLES)[seed % len(TABLES)]
    files = [Delivered(each, _damage(TABLES[each], seed) if each == name else TABLES[each]) for each in TABLES]
    _counted_or_refused(
        lambda: [blade.parse(export, tables, lambda *_: None) for export, tables in blade.exports(files).items()]
    )


def _counted_or_refused(read: Callable[[], list[Return]]) -> None:
    told = ""
    try:
        for found in read():
            rows = indicators(found.people, as_at=AS_AT, codes=CODES, schools=Schools.of(SCHOOLS))
            told += repr([rows, own_checks(found.people, found.faults, as_at=AS_AT, codes=CODES)])
    except UnusableDelivery as refusal:
        told = repr([problem.code for problem in refusal.problems])
    assert told not in ("", "[]")
    assert builder.SURNAME not in told
    assert "Q9210" not in told
