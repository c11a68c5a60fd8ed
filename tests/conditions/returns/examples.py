"""A return as its pack and its envelope hold it; the facts of each section are in ``example_facts``.

Functions give fresh copies, so that a test may change what it is about.
"""

import hashlib
import json

from conditions.packs.declaration import CURRENT, DECLARATIONS
from tests.conditions.returns.example_facts import (
    FINGERPRINT,
    LEVELS,
    RAGS,
    Facts,
    agreement_facts,
    answered,
    column,
    columns,
    conditions,
    finding,
    level,
    positions,
    risks,
    series,
    summary,
)

DIRECTOR, SECTION_151 = "00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"
MANAGER = "00000000-0000-4000-8000-000000000003"
__all__ = [
    "FINGERPRINT",
    "LEVELS",
    "RAGS",
    "column",
    "conditions",
    "envelope",
    "envelope_text",
    "level",
    "pack",
    "pack_sha256",
    "pack_text",
    "summary",
]


def pack() -> Facts:
    """A pack's facts as they are read back from its text."""
    actions = [
        {"action": "Name a lead for each workstream.", "condition": "3.7", "answer": "Each has one since May 2024."}
    ]
    facts = {
        "schema": 1,
        "council": {"name": "Isle of Sarn", "gss_code": "E06000999", "la_code": "999"},
        "programme": {
            "name": "Safety Valve (three updates a year)",
            "layout": "dfe-safety-valve-2024",
            "agreement": "Safety Valve agreement 2022-23 to 2026-27",
            "agreement_slug": "safety-valve",
            "condition_word": "condition",
            "conditions_word": "conditions",
            "signing_roles": [
                {"key": "director", "name": "Director of Children's Services"},
                {"key": "section_151", "name": "Section 151 officer"},
            ],
            "rag_levels": [level(each[0]) for each in LEVELS],
        },
        "period": {
            "label": "Update 2",
            "window_label": "September 2024",
            "slug": "update-2-2024-25",
            "financial_year": "2024-25",
            "covers_from": "2024-06-01",
            "covers_to": "2024-08-31",
            "due_on": "2024-09-27",
        },
        "round": 1,
        "agreement_version": 1,
        "frozen_at": "2024-09-20T08:00:00+00:00",
        "sent_by": MANAGER,
        "editors": [],
        "columns": columns(),
        "sections": {
            key: {"version": 1, "audience": "dfe", "facts": section}
            for key, section in {
                "agreement": agreement_facts(),
                "summary": summary(),
                "dsg_position": {"positions": positions(), "tests": answered()},
                "conditions": {"conditions": conditions()},
                "feedback": {"actions": actions},
                "risks": {"risks": risks()},
                "measures": {"series": series()},
            }.items()
        },
        "findings": [finding()],
    }
    read_back: Facts = json.loads(json.dumps(facts))
    return read_back


def pack_text() -> str:
    return json.dumps(pack(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def pack_sha256() -> str:
    return hashlib.sha256(pack_text().encode()).hexdigest()


def envelope(*, submitted: bool = True, signed: int = 2) -> Facts:
    """The envelope with the first ``signed`` signatures, before or after submission."""
    roles = (
        ("director", "Director of Children's Services", "Demo Director", DIRECTOR, "2024-09-24T10:05:00+00:00"),
        ("section_151", "Section 151 officer", "Demo Treasurer", SECTION_151, "2024-09-25T15:40:00+00:00"),
    )
    found = finding()
    return {
        "schema": 1,
        "pack_sha256": pack_sha256(),
        "council": "E06000999",
        "period": "update-2-2024-25",
        "round": 1,
        "signatures": [
            {
                "role": role,
                "role_name": role_name,
                "name": name,
                "actor": actor,
                "signed_at": signed_at,
                "declaration_version": CURRENT,
                "declaration": DECLARATIONS[CURRENT],
                "acceptances": [
                    {
                        "fingerprint": FINGERPRINT,
                        "code": found["code"],
                        "sentence": found["sentence"],
                        "reason": f"{name} has seen the working papers.",
                    }
                ],
            }
            for role, role_name, name, actor, signed_at in roles[:signed]
        ],
        "submitted_at": "2024-09-26T13:15:00+00:00" if submitted else None,
        "submitted_by": MANAGER if submitted else None,
    }


def envelope_text() -> str:
    return json.dumps(envelope(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
