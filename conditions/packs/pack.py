"""The pack: what was sent for sign-off, as canonical text with a digest.

Canonical means sorted keys, no spaces, no floats: the same facts give the same bytes wherever they are written.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from conditions.checks.findings import Finding, in_return_order
from conditions.joints import Section
from conditions.models import FindingAcceptance, Pack, Submission
from conditions.services.submissions import earlier_in_year
from safetyvalve.core import audit
from safetyvalve.core.models import User

SCHEMA_VERSION = 1


def build(
    submission: Submission,
    *,
    sections: Iterable[Section],
    findings: Iterable[Finding],
    acceptances: Mapping[str, FindingAcceptance],
    by: User | None,
    now: datetime,
) -> dict[str, Any]:
    """Everything a document, a signatory or an auditor needs, as plain values; drafts too (``by`` None)."""
    sections = tuple(sections)
    editors = {editor for section in sections for editor in section.editors}
    return {
        "schema": SCHEMA_VERSION,
        "council": _council(submission),
        "programme": _programme(submission),
        "period": _period(submission),
        "round": submission.round,
        "agreement_version": submission.version.number,
        "frozen_at": now.isoformat(),
        "sent_by": str(by.actor_id) if by else None,
        "editors": sorted(map(str, User.objects.filter(pk__in=editors).values_list("actor_id", flat=True))),
        "columns": _columns(submission),
        "sections": {
            section.key: {"version": section.version, "audience": section.audience.value, "facts": section.facts}
            for section in sections
        },
        "findings": [
            {**finding.to_dict(), "acceptance": _acceptance(acceptances.get(finding.fingerprint))}
            for finding in in_return_order(findings)
        ],
    }


def freeze(submission: Submission, facts: dict[str, Any], *, by: User, now: datetime) -> Pack:
    """Store ``facts`` as the submission's current pack. The caller holds the submission's lock and transaction."""
    words = audit.canonical(facts)
    return Pack.objects.create(
        submission=submission,
        schema_version=SCHEMA_VERSION,
        text=words,
        sha256=digest(words),
        frozen_at=now,
        frozen_by=by,
    )


def digest(words: str) -> str:
    """SHA-256 of the text's UTF-8 bytes, in hexadecimal."""
    return hashlib.sha256(words.encode()).hexdigest()


def read(pack: Pack) -> dict[str, Any]:
    """The pack's facts. Raises ValueError when the text no longer has the digest it was frozen with."""
    if digest(pack.text) != pack.sha256:
        raise ValueError(f"Pack {pack.pk} does not match its digest: it was changed after it was frozen.")
    facts: dict[str, Any] = json.loads(pack.text)
    return facts


def _council(submission: Submission) -> dict[str, str]:
    authority = submission.authority
    return {
        "name": authority.name,
        "gss_code": authority.gss_code,
        "la_code": authority.la_code,
        "notice": authority.notice,
    }


def _programme(submission: Submission) -> dict[str, Any]:
    agreement = submission.period.calendar.agreement
    programme = agreement.programme
    return {
        "name": programme.name,
        "layout": programme.layout,
        "agreement": agreement.title,
        "agreement_slug": agreement.slug,
        "condition_word": programme.condition_word,
        "conditions_word": programme.conditions_word,
        "signing_roles": [{"key": role.value, "name": role.label} for role in programme.signatories],
        "rag_levels": [
            {
                "key": level.key,
                "word": level.word,
                "colour": level.colour,
                "meaning": level.meaning,
                "needs_mitigation": level.needs_mitigation,
                "needs_recovery": level.needs_recovery,
                "is_complete": level.is_complete,
            }
            for level in programme.rag_levels.all()
        ],
    }


def _period(submission: Submission) -> dict[str, Any]:
    period = submission.period
    return {
        "label": period.label,
        "window_label": period.window_label,
        "slug": period.slug,
        "financial_year": period.financial_year,
        "covers_from": period.covers_from.isoformat(),
        "covers_to": period.covers_to.isoformat(),
        "due_on": period.due_on.isoformat(),
    }


def _columns(submission: Submission) -> list[dict[str, Any]]:
    """One update column per period of the year; earlier ones filled from the packs those periods submitted."""
    period = submission.period
    earlier = {each.period_id: each for each in earlier_in_year(submission)}
    columns = []
    for each in period.calendar.periods.filter(financial_year=period.financial_year).order_by("order"):
        source = earlier.get(each.pk)
        pack = source.current_pack if source else None
        columns.append(
            {
                "label": each.label,
                "window_label": each.window_label,
                "slug": each.slug,
                "is_this": each.pk == period.pk,
                "pack_sha256": pack.sha256 if pack else None,
                "rags": rags_in(read(pack)) if pack else None,
            }
        )
    return columns


def rags_in(facts: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The RAG of every condition and risk in a pack: {"conditions": {"3.1": …}, "risks": {"1": …}}."""
    sections = facts["sections"]
    return {
        name: {item["number"]: item["rag"] for item in sections.get(name, {"facts": {}})["facts"].get(name, [])}
        for name in ("conditions", "risks")
    }


def _acceptance(acceptance: FindingAcceptance | None) -> dict[str, str] | None:
    if acceptance is None:
        return None
    return {
        "reason": acceptance.reason,
        "accepted_at": acceptance.accepted_at.isoformat(),
        "accepted_by": str(acceptance.accepted_by.actor_id),
    }
