"""What a measure is divided by: how a case finds its heading, and which headings there are."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from dashboards.imports.sen2 import ages, meanings
from dashboards.imports.sen2.meanings import NOT_KNOWN, Meanings
from dashboards.imports.sen2.places import Schools, attended_on, first_ranked, kind_of
from dashboards.imports.sen2.records import Placement
from dashboards.imports.sen2.rules import Facts
from dashboards.imports.sen2.stages import CASE_AGES, case_age


@dataclass(frozen=True)
class Context:
    """What the rules look things up in. ``seen`` are the items that the file has at all."""

    meanings: Meanings
    schools: Schools
    seen: frozenset[str]
    la_code: str = ""

    def has(self, *items: str) -> bool:
        """Whether the file has every one of these; "a|b" is either."""
        return all(any(name in self.seen for name in item.split("|")) for item in items)


@dataclass(frozen=True)
class Topic:
    """``of`` gives the heading of a case on a day. A fine one is left out by month: few cases, many headings."""

    code: str
    of: Callable[[Facts, date, Context], str]
    headings: Callable[[Context], tuple[str, ...]]
    needs: tuple[str, ...] = ()
    is_fine: bool = False


def primary_need(facts: Facts, context: Context) -> str:
    """Definition 15: SENneed of rank 1, or what a spreadsheet says of the request."""
    needs = facts.active.needs
    first = next((n for n in needs if n.rank == 1), None) or next((n for n in needs if n.rank is None), None)
    return context.meanings.of("SENtype", first.kind if first else facts.case.need) or NOT_KNOWN


def placement_on(facts: Facts, day: date) -> Placement | None:
    """Definition 14."""
    return attended_on(facts.active.placements, day)


def named_setting(facts: Facts) -> Placement | None:
    """The setting that a new plan names; where none is named, the first one attended."""
    return first_ranked(facts.plan.named) or min(
        (p for p in facts.active.placements if p.rank in (1, None) and p.entered),
        key=lambda p: p.entered or date.max,
        default=None,
    )


def _sex(facts: Facts, day: date, context: Context) -> str:
    return facts.person.sex if facts.person.sex in ("F", "M") else NOT_KNOWN


def _sources(context: Context) -> tuple[str, ...]:
    """Before 2026 nobody was asked: then every request is of a source not known, and no other is a real nothing."""
    if not context.has("Case.source"):
        return (NOT_KNOWN,)
    return context.meanings.headings("RequestSource", meanings.SOURCES)


def _reason(facts: Facts, day: date, context: Context) -> str:
    return context.meanings.of("CeaseReason", facts.plan.cease_reason) or NOT_KNOWN


def _aged(age: Callable[[Facts, date], int | None]) -> tuple[Topic, Topic]:
    """Age in years, and in bands, by one way to tell it."""
    return (
        Topic("age", lambda f, d, c: ages.heading(age(f, d)), lambda c: ages.AGES, ("Person.birth",), is_fine=True),
        Topic("age_band", lambda f, d, c: ages.band(age(f, d)), lambda c: ages.BANDS, ("Person.birth",)),
    )


AGE_ON_DAY, BAND_ON_DAY = _aged(lambda facts, day: ages.whole_years(facts.person.birth, day))
AGE_AT_REQUEST, BAND_AT_REQUEST = _aged(
    lambda facts, day: ages.whole_years(facts.person.birth, facts.case.received) if facts.case.received else None
)
AGE_OF_STOCK, BAND_OF_STOCK = _aged(lambda facts, day: ages.stock_age(facts.person.birth, day))
SEX = Topic("sex", _sex, lambda c: meanings.SEXES, ("Person.sex",))
SOURCE = Topic("source", lambda f, d, c: f.source, _sources)
REASON = Topic(
    "cease_reason", _reason, lambda c: c.meanings.headings("CeaseReason", meanings.REASONS), ("Plan.cease_reason",)
)
NEED = Topic(
    "need",
    lambda f, d, c: primary_need(f, c),
    lambda c: c.meanings.headings("SENtype", meanings.NEEDS),
    ("Need.kind|Case.need",),
)
NEED_OF_REQUEST = Topic(
    "need",
    lambda f, d, c: c.meanings.of("SENtype", f.case.need) or NOT_KNOWN,
    lambda c: c.meanings.headings("SENtype", meanings.NEEDS),
    ("Case.need",),
)
SCHOOL = Topic("school", lambda f, d, c: f.case.school or NOT_KNOWN, lambda c: (), ("Case.school",))
"""An open topic: only headings with cases."""
PLACEMENT = Topic(
    "placement",
    lambda f, d, c: kind_of(placement_on(f, d), c.schools, c.meanings),
    lambda c: c.meanings.placements,
    ("Active.placements",),
    is_fine=True,
)
NAMED_PLACEMENT = Topic(
    "placement",
    lambda f, d, c: kind_of(named_setting(f), c.schools, c.meanings),
    lambda c: c.meanings.placements,
    ("Plan.named|Active.placements",),
    is_fine=True,
)
REVIEW_OUTCOME = Topic(
    "review_outcome",
    lambda f, d, c: c.meanings.of("ReviewOutcome", f.active.review_outcome) or "not_recorded",
    lambda c: meanings.REVIEW_OUTCOMES,
    ("Active.review_outcome",),
)
CASE_AGE = Topic("case_age", lambda f, d, c: case_age(f, d), lambda c: CASE_AGES)
