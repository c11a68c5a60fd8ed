"""Whether a workstream may end or be replaced, in sentences for the page and the service alike. No queries."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from conditions.models import Agreement, Condition
from safetyvalve.core.dates import in_words
from workstreams.models import Workstream


def why_not_end(workstream: Workstream, *, on: date, reason: str) -> list[str]:
    """What stops ``on`` from being its last day; empty when nothing does."""
    reasons = _why_not_last_day(workstream, on)
    if not reason.strip():
        reasons.append("Say why the workstream ends.")
    return reasons


def why_not_replace(
    agreement: Agreement, successors_of: Mapping[Workstream, Iterable[Workstream]], *, on: date, reason: str
) -> list[str]:
    """What stops these from handing over on the first day ``on``; empty when nothing does."""
    reasons = [] if successors_of else ["Select at least one workstream that ends."]
    if not reason.strip():
        reasons.append("Say why the workstreams are replaced.")
    for old, taking_over in successors_of.items():
        named = list(taking_over)
        if not named:
            reasons.append(f"Say what takes over from {old.name}.")
        if any(each.agreement_id != agreement.pk for each in [old, *named]):
            reasons.append(f"{old.name} and what takes over from it must belong to {agreement.title}.")
        reasons += [
            f"{each.name} ends as well, so it cannot take over from {old.name}."
            for each in named
            if each in successors_of
        ]
        reasons += [
            f"{each.name} ended on {in_words(each.ends_on)}, so it cannot take over on {in_words(on)}."
            for each in named
            if each.ends_on and each.ends_on < on
        ]
        if old.starts_on >= on:
            reasons.append(f"{old.name} starts on {in_words(old.starts_on)}. Replace it on a later day.")
        elif old.ends_on and old.ends_on < on - timedelta(days=1):
            ended = in_words(old.ends_on)
            reasons.append(f"{old.name} ended on {ended}. The new arrangement must start on the day after that.")
    return reasons


def _why_not_last_day(workstream: Workstream, on: date) -> list[str]:
    if on < workstream.starts_on:
        return [f"{workstream.name} starts on {in_words(workstream.starts_on)}. Its last day cannot be before that."]
    if workstream.ends_on and workstream.ends_on < on:
        return [f"{workstream.name} has already ended, on {in_words(workstream.ends_on)}."]
    return []


def left_without_work(ending: Iterable[Workstream], all_of_them: Iterable[Workstream], on: date) -> list[Condition]:
    """Conditions that the ending ones serve and no other workstream would from ``on``: worth a warning.

    Reads ``condition_links`` with their conditions, which the caller prefetches.
    """
    leaving = list(ending)
    served_by_others = {
        link.condition_id
        for workstream in all_of_them
        if workstream not in leaving and (workstream.ends_on is None or workstream.ends_on >= on)
        for link in workstream.condition_links.all()
        if link.ends_on is None or link.ends_on >= on
    }
    orphans = {
        link.condition
        for workstream in leaving
        for link in workstream.condition_links.all()
        if link.condition_id not in served_by_others and (link.ends_on is None or link.ends_on >= on)
    }
    return sorted(orphans, key=lambda condition: condition.order)
