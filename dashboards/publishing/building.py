"""An edition put together from the figures on record, with everything withheld that must be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from conditions.models import Agreement
from dashboards.few_plans import is_of_few_plans
from dashboards.models import Audience, Publication, PublicationAudience
from dashboards.publishing import typed
from dashboards.publishing.attacker import Watch
from dashboards.publishing.charts import collect, draw, names_of, read_material
from dashboards.publishing.collecting import REST, Collected, CountKey, cannot_be_shown, is_count
from dashboards.publishing.content import Content, build, digest, text_of
from dashboards.publishing.doubts import Doubt
from dashboards.publishing.earlier import add_editions, add_published, counts_to_plain
from dashboards.publishing.keeping import kept_for
from dashboards.publishing.knowledge import Knowledge
from dashboards.publishing.linking import link
from dashboards.publishing.material import Drawn, Material
from dashboards.publishing.money import FEW_PLANS, HEALTH
from dashboards.publishing.nearness import charts_near
from dashboards.publishing.offers import BY_KEY, PLACE_COSTS
from dashboards.publishing.place_costs import costs_withheld
from dashboards.publishing.protection import Protection, Why, protect
from dashboards.publishing.public_figures import keep_apart, said_of, with_public
from dashboards.publishing.savings import OF_PLACES
from dashboards.publishing.shares import Reported


@dataclass(frozen=True)
class Withheld:
    """One count that readers do not get, and why. For the publisher only. ``keys`` are those of its charts."""

    what: str
    period: str
    why: str
    charts: str
    keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class Built:
    """An edition as it would be published now: what each audience sees, and what is kept for the editions after it.

    ``doubts`` are about numbers in the words that were typed: whoever publishes it says why they may stay.
    """

    contents: Mapping[str, Content]
    withheld: tuple[Withheld, ...]
    exposed: tuple[Withheld, ...]
    empty: tuple[str, ...]
    counts: Mapping[str, Any]
    threshold: int
    doubts: tuple[Doubt, ...] = ()
    reported: tuple[Reported, ...] = ()

    @property
    def sha256(self) -> str:
        """What a publisher has looked at: the same as long as no audience would see anything else."""
        return digest(text_of(self.contents))

    @property
    def exposed_charts(self) -> tuple[str, ...]:
        """The charts that would give a small count away."""
        return tuple(dict.fromkeys(key for each in self.exposed for key in each.keys))

    @property
    def can_be_published(self) -> bool:
        return not self.exposed and not self.without_chart

    @property
    def without_chart(self) -> str:
        """What is said where an audience would get nothing at all; "" where each has a chart."""
        bare = [name for name, content in self.contents.items() if not content["charts"]]
        if len(bare) == len(self.contents):
            return "None of the charts chosen has any figures. Choose others."
        named = "; ".join(str(Audience(name).label) for name in bare)
        told = "None of the charts chosen for them has any figures. Choose others, or leave them out of this edition."
        return f"Nothing to show to: {named}. {told}" if bare else ""


@dataclass(frozen=True)
class Gathered:
    """Everything that decides what an edition shows, but for the one question that takes long: what to withhold."""

    publication: Publication
    choices: tuple[PublicationAudience, ...]
    keys: tuple[str, ...]
    material: Material
    own: Collected
    everything: Collected
    knowledge: Knowledge

    def protected(self, watch: Watch | None = None) -> Protection:
        """What must be withheld of it."""
        return protect(self.knowledge, self.material.threshold, watch=watch)

    def built(self, protection: Protection) -> Built:
        """The edition without that."""
        publication, material, own = self.publication, self.material, self.own
        drawn = {key: draw(material, key, protection.hidden) for key in self.keys}
        left_out = [key for key in self.keys if drawn[key] is None and key not in material.savings.held_back]
        numbers = _numbers_withheld(material, own, protection)
        return Built(
            contents={each.audience: build(publication, each, _of(drawn, each)) for each in self.choices},
            withheld=(
                *_withheld(material, own, protection),
                *_without_solver(material, material.threshold),
                *_of_few_plans(material),
                *_of_places(material, protection),
            ),
            exposed=_exposed(material, self.everything, protection),
            empty=tuple(BY_KEY[key].label for key in left_out),
            counts=counts_to_plain(self.knowledge, own, protection.hidden, material.savings.told),
            threshold=material.threshold,
            doubts=typed.about(publication, numbers, material.threshold),
            reported=material.reported,
        )


def build_edition(publication: Publication) -> Built:
    """What would be published now. All audiences are protected together: readers compare what they have.

    Reads the record and writes nothing. What is to be withheld is worked out unless it is kept already.
    """
    gathered = gather(publication)
    return gathered.built(
        kept_for(publication, gathered.knowledge, gathered.material.threshold) or gathered.protected()
    )


def gather(publication: Publication) -> Gathered:
    """The figures on record, all that readers have already, and how it hangs together."""
    choices = tuple(publication.audiences.all())
    keys = tuple(dict.fromkeys(key for choice in choices for key in choice.charts if key in BY_KEY))
    authority, everything = publication.authority, Collected()
    earlier = add_editions(everything, authority, instead_of=publication.corrects)
    said = said_of(authority)
    read = read_material(authority, newest_agreement(publication), keys, publication.month, earlier)
    material = with_public(read, authority, said, everything.counts)
    own = Collected()
    for into in (own, everything):
        collect(material, into)
    add_published(everything, authority)
    link(everything, material.parts)
    keep_apart(everything, said)
    return Gathered(publication, choices, keys, material, own, everything, everything.knowledge())


def newest_agreement(publication: Publication) -> Agreement | None:
    """The agreement whose money and risks an edition shows: the one signed last. One query."""
    agreements = Agreement.objects.of(publication.authority).select_related("authority", "programme")
    return agreements.order_by("-signed_on", "pk").first()


def _of(drawn: Mapping[str, Drawn | None], choice: PublicationAudience) -> list[Drawn]:
    return [found for key in choice.charts if (found := drawn.get(key))]


def _withheld(material: Material, own: Collected, protection: Protection) -> list[Withheld]:
    """Of the counts in this edition, in the order of its periods. Months behind a sum of twelve are not in it."""
    names = names_of(material)
    gone = [key for key in _gone(own, protection) if key not in own.unseen or key in own.charts]
    return [
        _in_words(key, protection.withheld[key].value, names, own)
        for key in sorted(gone, key=lambda key: (key.code, key.topic, key.end, key.heading))
    ]


def _numbers_withheld(material: Material, own: Collected, protection: Protection) -> typed.Withheld:
    """Of months behind a sum the small ones: no others are anybody's secret."""
    names = names_of(material)
    gone = (key for key in _gone(own, protection) if key not in own.unseen or key.value < material.threshold)
    return typed.by_number((key, names.get(key.place, "")) for key in gone)


def _gone(own: Collected, protection: Protection) -> list[CountKey]:
    return [key for key in own.counts if key in protection.withheld and isinstance(key, CountKey)]


def _without_solver(material: Material, threshold: int) -> list[Withheld]:
    """Ranges and parts of a person, of which one end is small; shares and averages of nobody knows how many."""
    return [
        Withheld(
            series.definition.name,
            point.period.label,
            (Why.SMALL if is_count(series) else Why.UNKNOWN).value,
            BY_KEY[key].label,
        )
        for key, each in material.cuts.items()
        for series in (each.all_series if key != PLACE_COSTS else ())
        for point in series.points
        if cannot_be_shown(series, point, material.parts, threshold)
    ] + [
        Withheld(BY_KEY[key].label, f"{year}, {column}", OF_PLACES, BY_KEY[key].label)
        for key, (year, column) in material.savings.withheld
    ]


def _of_places(material: Material, protection: Protection) -> list[Withheld]:
    """What a place costs, by kind of place and year, where the number of plans is withheld or not on record."""
    each = material.cuts.get(PLACE_COSTS)
    if each is None or each.divided is None:
        return []
    found = costs_withheld(each.divided, each.behind, protection.hidden, material.threshold)
    of, label = each.divided.total.definition.name, BY_KEY[PLACE_COSTS].label
    return [Withheld(f"{of}: {what or 'overall'}", year.label, why, label) for what, year, why in found]


def _of_few_plans(material: Material) -> list[Withheld]:
    """Health money of years with a contribution towards few plans."""
    return [
        Withheld(series.definition.name, point.period.label, FEW_PLANS, BY_KEY[HEALTH].label)
        for series in (material.cuts[HEALTH].series if HEALTH in material.cuts else ())
        for point in series.known()
        if is_of_few_plans(point.period, material.few_plans)
    ]


def _exposed(material: Material, everything: Collected, protection: Protection) -> tuple[Withheld, ...]:
    """Small counts that would be given away, each with the charts of this edition that lead to it.

    What is exposed by earlier editions and public figures alone, with nothing of this edition near it, is not this
    edition's doing.
    """
    names = names_of(material)
    found = []
    for key in sorted(protection.exposed, key=repr):
        charts = charts_near(key, everything)
        if charts and isinstance(key, CountKey):
            found.append(_in_words(key, "would be given away", names, everything, charts))
    return tuple(found)


def _in_words(
    key: CountKey,
    why: str,
    names: Mapping[tuple[str, str, str], str],
    own: Collected,
    charts: Sequence[str] | set[str] = (),
) -> Withheld:
    what = names.get(key.place) or names.get((key.code, "", ""), key.code.replace("_", " ").capitalize())
    if key.heading.startswith(REST):
        what = f"{what}: what is left of the whole"
    where = tuple(sorted(charts or own.charts.get(key, ())))
    return Withheld(what, key.period.label, why, ", ".join(BY_KEY[chart].label for chart in where), where)
