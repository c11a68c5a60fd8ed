"""What readers know already: the counts of earlier editions, and the figures the Department publishes."""

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Q

from dashboards.models import ImportBatch, Measurement, Publication, PublishedCounts
from dashboards.periods import Period, stock_period
from dashboards.publishing.collecting import Collected, CountKey, count_key
from dashboards.publishing.content import digest
from dashboards.publishing.knowledge import Key, Knowledge, Relation
from dashboards.publishing.savings import NOTHING_TOLD, Told, from_plain, to_plain
from safetyvalve.core.models import Authority


def counts_to_plain(
    knowledge: Knowledge, own: Collected, hidden: frozenset[Key], savings: Told = NOTHING_TOLD
) -> dict[str, Any]:
    """An edition's own counts, which of them it withholds, in which charts they stand, and how they add up; and what
    its sums of ``savings`` are made of.

    Counts that no page prints are kept as withheld: only what stood in the edition counts as known later. Those behind
    what a place costs count as shown, though no page prints them: whoever has the spending works them out.
    """
    kept = sorted({key for key in own.counts if isinstance(key, CountKey)})
    around = [relation for relation in knowledge.relations if not set(relation.keys).isdisjoint(kept)]
    beside = {key for relation in around for key in relation.keys if isinstance(key, CountKey)} - set(kept)
    places: dict[str, list[int]] = {}
    for place, key in enumerate(kept):
        for chart in sorted(own.charts.get(key, ())):
            places.setdefault(chart, []).append(place)
    unseen = [place for place, key in enumerate(kept) if key in knowledge.unseen]
    return {
        **({"unseen": unseen} if unseen else {}),
        **({"savings": to_plain(savings)} if savings else {}),
        **({"shares": sorted(own.shares)} if own.shares else {}),
        "counts": [[*key, key not in hidden] for key in kept],
        "charts": places,
        "aims": {chart: {code: sorted(points) for code, points in by.items()} for chart, by in own.aims.items()},
        "beside": [[*key, key in knowledge.public] for key in sorted(beside)],
        "relations": sorted(
            [[[list(key), factor] for key, factor in relation.terms], relation.constant]  # type: ignore[call-overload]
            for relation in around
        ),
    }


def read_counts(frozen: PublishedCounts) -> dict[str, Any]:
    """What was kept. Raises ValueError when the text no longer has the digest it was frozen with."""
    if digest(frozen.text) != frozen.sha256:
        raise ValueError(f"Counts {frozen.pk} do not match their digest: they were changed after they were frozen.")
    facts: dict[str, Any] = json.loads(frozen.text)
    return facts


def add_editions(into: Collected, authority: Authority, *, instead_of: Publication | None) -> list[Told]:
    """The counts of every edition readers have; of the one that is being corrected as well. One query.

    Gives what the sums of savings in each of them were made of.
    """
    known = Publication.objects.filter(authority=authority).known()
    if instead_of is not None:
        known = Publication.objects.filter(Q(pk__in=known.values("pk")) | Q(pk=instead_of.pk))
    told = []
    for frozen in PublishedCounts.objects.filter(publication__in=known.values("pk")).order_by("pk"):
        facts = read_counts(frozen)
        add_counts(into, facts)
        told.append(from_plain(facts.get("savings", {})))
    return told


def add_counts(into: Collected, facts: Mapping[str, Any]) -> None:
    """What one edition showed, what it withheld, and how they add up."""
    unseen = set(facts.get("unseen", ()))
    for place, (*parts, is_shown) in enumerate(facts["counts"]):
        key = into.add(CountKey(*parts), is_public=is_shown)
        (into.unseen if place in unseen else into.seen).add(key)
    for *parts, is_public in facts["beside"]:
        into.add(CountKey(*parts), is_public=is_public)
    into.shares |= {(code, start, end, value) for code, start, end, value in facts.get("shares", ())}
    for terms, constant in facts["relations"]:
        into.relate(Relation(tuple((CountKey(*key), factor) for key, factor in terms), constant))


def add_published(into: Collected, authority: Authority) -> None:
    """What the Department publishes of these measures, also what it has restated since. One query."""
    keys = [key for key in into.counts if isinstance(key, CountKey)]
    topics = {key.topic for key in keys} | {""}
    rows = Measurement.objects.filter(
        authority=authority,
        area_code=authority.gss_code,
        batch__kind=ImportBatch.Kind.PUBLISHED,
        is_withdrawn=False,
        upper__isnull=True,
        version__unit="count",
        version__indicator__code__in={key.code for key in keys},
        breakdown_topic__in=topics,
    ).select_related("version__indicator")
    known_from(
        (
            (row.version.indicator.code, _period_of(row), row.value, row.breakdown_topic, row.breakdown)
            for row in rows.only(
                *("version__indicator__code", "version__period_basis", "period_start", "period_end"),
                *("value", "breakdown_topic", "breakdown"),
            )
        ),
        into,
    )


def known_from(rows: Iterable[tuple[str, Period, Decimal | None, str, str]], into: Collected) -> None:
    """Counts that are published already: measure, period, value, topic and heading of each."""
    for code, period, value, topic, heading in rows:
        key = count_key(code, period, value, topic, heading)
        if key:
            into.add(key, is_public=True)


def _period_of(row: Measurement) -> Period:
    is_stock = row.version.period_basis == "snapshot"
    return stock_period(row.period_end) if is_stock else Period(row.period_start, row.period_end)
