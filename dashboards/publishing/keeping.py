"""What an edition would withhold, kept so that it is worked out once and not at every look.

It is good as long as everything that decides it is the same to the last count: the figures of the charts, what earlier
editions and the Department have published, the threshold, and the rules themselves, which come with the release. So
nobody has to say when it is out of date, and what is kept can never be that of another state.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from dashboards.models import PreviewBuild, Publication
from dashboards.publishing.knowledge import Key, Knowledge
from dashboards.publishing.protection import Protection, Why
from safetyvalve.core.kept import release

State = PreviewBuild.State


def made_from(knowledge: Knowledge, threshold: int) -> str:
    """The digest of everything that decides what is withheld, in whatever order it was gathered."""
    keys = _in_order(knowledge)
    places = {key: place for place, key in enumerate(keys)}
    sets = (knowledge.public, knowledge.unprinted, knowledge.unseen, knowledge.apart)
    counts = [(repr(key), knowledge.counts[key], *(key in each for each in sets)) for key in keys]
    relations = sorted(
        (sorted((places[key], factor) for key, factor in relation.terms), relation.constant)
        for relation in knowledge.relations
    )
    return hashlib.sha256(repr((release(), threshold, counts, relations)).encode()).hexdigest()


def kept_for(publication: Publication, knowledge: Knowledge, threshold: int) -> Protection | None:
    """What was worked out for exactly this, if it was. One query."""
    build = PreviewBuild.objects.filter(publication=publication, state=State.DONE).first()
    if build is None or build.made_from != made_from(knowledge, threshold):
        return None
    return protection_of(build, knowledge)


def protection_of(build: PreviewBuild, knowledge: Knowledge) -> Protection:
    """What was kept, for the counts that it was made from."""
    keys = _in_order(knowledge)
    return Protection(
        {keys[place]: Why[why] for place, why in build.withheld}, frozenset(keys[place] for place in build.exposed)
    )


def to_keep(protection: Protection, knowledge: Knowledge, *, now: datetime) -> dict[str, Any]:
    """The fields of a build that is done."""
    places = {key: place for place, key in enumerate(_in_order(knowledge))}
    return {
        "state": State.DONE,
        "withheld": sorted([places[key], why.name] for key, why in protection.withheld.items()),
        "exposed": sorted(places[key] for key in protection.exposed),
        "found": len(protection.withheld),
        "heartbeat_at": now,
    }


def _in_order(knowledge: Knowledge) -> Sequence[Key]:
    """All counts in an order that is the same in every process."""
    return sorted(knowledge.counts, key=repr)
