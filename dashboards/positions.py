"""The DSG balance as agreed and as reported, year by year, for charts and headlines.

Readers outside the programme see what submitted returns say, read from the frozen packs themselves; inside, the
latest reported position stands, confirmed or not.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from conditions.models import Agreement, AgreementVersion, DsgPosition, ReportingPeriod, Submission
from conditions.packs import pack as packs
from conditions.positions import OnRecord, read_on_record
from conditions.rules.roll_forward import whole_in_year
from dashboards.scope import Scope
from safetyvalve.core.joined import with_children


@dataclass(frozen=True)
class YearEnd:
    """The balance at the end of one financial year, in pounds; a deficit is negative."""

    financial_year: str
    before_payments: Decimal | None
    after_payments: Decimal | None
    is_settled: bool = True
    """Outturn, or a forecast that finance has confirmed."""
    in_year: Decimal | None = None


@dataclass(frozen=True)
class Profile:
    """One line of year ends: a version's plan, or what one period reported."""

    name: str
    years: tuple[YearEnd, ...]
    on: date | None = None
    current_year: str = ""
    """For a report, the financial year that its period falls in."""

    def year(self, label: str) -> YearEnd | None:
        return next((year for year in self.years if year.financial_year == label), None)


@dataclass(frozen=True)
class Deficit:
    """What was agreed, version by version, beside the latest report and the one before it."""

    planned: tuple[Profile, ...]
    latest: Profile | None
    previous: Profile | None
    is_illustrative: bool = False
    """Made up for a demonstration; whatever leaves the page must say so by itself."""

    @property
    def plan(self) -> Profile | None:
        """The profile answered to now: that of the newest version."""
        return self.planned[-1] if self.planned else None

    def years(self) -> list[str]:
        profiles = [*self.planned, *(p for p in (self.latest, self.previous) if p)]
        return sorted({year.financial_year for profile in profiles for year in profile.years})


def read_deficit(agreement: Agreement, scope: Scope, *, today: date, on_record: OnRecord | None = None) -> Deficit:
    """Planned and reported balances of an agreement. A few queries, however many years and periods; inside the
    programme none where what they are read from is given ``on_record``.

    Outside the programme a plan is one of those that the last submitted return answers to: what was re-based since
    waits to be submitted. Before any return it is the plan that was signed. Who knows the record as at a day, as an
    edition does (``scope.known_by``), knows nothing reported about a period that ends after it.
    """
    until = scope.known_by or date.max
    if scope.is_inside:
        on_record = on_record or read_on_record(agreement)
        positions = [each for each in on_record.positions if each.period.covers_to <= until]
        reports, planned = _reported(positions, today), _planned(on_record.versions, today)
    else:
        rounds = [each for each in published_rounds(agreement) if each.period.covers_to <= until]
        reports, planned = from_packs(rounds, today), _planned_outside(agreement, rounds, today)
    latest = reports[-1] if reports else None
    return Deficit(
        planned=tuple(planned),
        latest=latest,
        previous=reports[-2] if len(reports) > 1 else None,
        is_illustrative=agreement.authority.is_illustrative,
    )


def _planned(versions: Iterable[AgreementVersion], today: date) -> Iterable[Profile]:
    for version in versions:
        if version.effective_on > today:
            continue
        years = tuple(
            YearEnd(p.financial_year, p.cumulative_before_payments, p.cumulative_after_payments, in_year=p.in_year)
            for p in version.planned_positions.all()
        )
        if years:
            yield Profile(f"Planned, version {version.number}", years, version.effective_on)


def _planned_outside(agreement: Agreement, rounds: Sequence[Submission], today: date) -> Iterable[Profile]:
    if not rounds:
        signed = agreement.versions.filter(number=1).order_by("number", "planned_positions__financial_year")
        yield from _planned(with_children(signed, "planned_positions"), today)
        return
    last = rounds[-1]
    until = min(last.period.covers_to, today)
    for version in pack_facts(last, "agreement").get("versions", []):
        effective_on = date.fromisoformat(version["effective_on"])
        years = tuple(
            YearEnd(
                planned["financial_year"],
                _amount(planned["cumulative_before_payments"]),
                _amount(planned["cumulative_after_payments"]),
                in_year=_amount(planned["in_year"]),
            )
            for planned in version["planned_positions"]
        )
        if years and effective_on <= until:
            yield Profile(f"Planned, version {version['number']}", years, effective_on)


def _reported(positions: Iterable[DsgPosition], today: date) -> list[Profile]:
    """What each period reported inside the programme, in order."""
    by_period: dict[ReportingPeriod, list[YearEnd]] = {}
    confirmed: dict[ReportingPeriod, bool] = {}
    for position in positions:
        settled = position.basis == DsgPosition.Basis.ACTUAL
        year = YearEnd(
            position.financial_year,
            position.closing_before_payments,
            position.closing_after_payments,
            settled,
            whole_in_year(position.in_year_position, position.block_transfer),
        )
        by_period.setdefault(position.period, []).append(year)
        confirmed[position.period] = confirmed.get(position.period, True) and position.confirmed_at is not None
    return [_report(period, years, today, confirmed[period]) for period, years in by_period.items()]


def _report(period: ReportingPeriod, years: Iterable[YearEnd], today: date, is_confirmed: bool = True) -> Profile:
    name = f"{period.label} of {period.financial_year}" + ("" if is_confirmed else " (not confirmed by finance)")
    return Profile(name, tuple(years), min(period.covers_to, today), period.financial_year)


def published_rounds(agreement: Agreement) -> list[Submission]:
    """The last submitted round of each period, in order, with its pack. One query."""
    rounds = (
        Submission.objects.filter(period__calendar__agreement=agreement)
        .published()
        .select_related("period", "current_pack")
        .order_by("period__covers_to", "period__order", "round")
    )
    return list({submission.period_id: submission for submission in rounds}.values())


def pack_facts(submission: Submission, section: str) -> dict[str, Any]:
    """The facts of one section of the round's frozen pack.

    Empty when there is no pack, or when it no longer has the digest it was frozen with: nobody reads from that.
    """
    if submission.current_pack is None:
        return {}
    try:
        sections = packs.read(submission.current_pack)["sections"]
    except ValueError:
        return {}
    facts: dict[str, Any] = sections.get(section, {}).get("facts", {})
    return facts


def from_packs(rounds: Sequence[Submission], today: date) -> list[Profile]:
    """The positions that submitted returns state."""
    profiles = []
    for submission in rounds:
        years = tuple(
            YearEnd(
                position["financial_year"],
                _amount(position.get("closing_before_payments")),
                _amount(position.get("closing_after_payments")),
                position.get("basis") == DsgPosition.Basis.ACTUAL,
                whole_in_year(_amount(position.get("in_year_position")), _amount(position.get("block_transfer"))),
            )
            for position in pack_facts(submission, "dsg_position").get("positions", [])
        )
        if years:
            profiles.append(_report(submission.period, years, today))
    return profiles


def _amount(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
