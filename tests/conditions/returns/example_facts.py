"""The facts of a return, section by section, in our words: seven conditions, four risks, five years.

Functions give fresh copies, so that a test may change what it is about.
"""

from typing import Any

Facts = dict[str, Any]

LEVELS = (
    ("complete", "Blue", "blue", "Done, and the benefit is there."),
    ("on_target", "Green", "green", "Where the plan says it should be."),
    ("off_target_mitigated", "Amber", "amber", "Behind, with steps agreed to catch up."),
    ("off_target_unmitigated", "Red", "red", "Behind, and nothing agreed would bring it back."),
)
RAGS = ("on_target", "off_target_mitigated", "complete", "off_target_unmitigated", "on_target", "on_target", "complete")
RISK_RAGS = ("off_target_mitigated", "on_target", "off_target_unmitigated", "off_target_mitigated")
TITLES = (
    "Ordinarily available provision",
    "Annual reviews",
    "Decisions",
    "Specialist places",
    "Early behaviour support",
    "Post-16",
    "Governance",
)
YEARS = ("2022-23", "2023-24", "2024-25", "2025-26", "2026-27")
FINGERPRINT = "0123456789abcdef"


def level(key: str) -> Facts:
    _, word, colour, meaning = next(each for each in LEVELS if each[0] == key)
    return {"key": key, "word": word, "colour": colour, "meaning": meaning}


def condition(number: str, title: str, rag: str | None, **fields: Any) -> Facts:
    return {
        "number": number,
        "title": title,
        "wording": f"The council will improve {title.lower()} so that children are helped sooner.",
        "due_on": None,
        "rag": level(rag) if rag else None,
        "delivery_rag": None,
        "impact_rag": None,
        "suggested_rag": None,
        "rag_difference_reason": "",
        "narrative": f"- {title}: plan agreed by the board.\n- First step taken in April 2024.\n  - In 12 schools.",
        "mitigation": "",
        "recovery": "",
        "no_change": False,
        "no_change_reason": "",
        **fields,
    }


def conditions() -> list[Facts]:
    made = [condition(f"3.{n}", title, rag) for n, (title, rag) in enumerate(zip(TITLES, RAGS, strict=True), start=1)]
    made[1]["mitigation"] = "- Two more officers from July.\n- Reviews booked a term ahead."
    made[3].update(
        mitigation="The second site is being looked at.", recovery="- A decision goes to Cabinet in July 2024."
    )
    made[4].update(no_change=True, no_change_reason="The service starts in September 2024.", narrative="")
    made[5].update(due_on="2025-03-31", delivery_rag=level("on_target"), impact_rag=level("off_target_mitigated"))
    return made


def risks() -> list[Facts]:
    return [
        {
            "number": str(n),
            "wording": f"Risk in words, number {n}.",
            "rag": level(rag),
            "mitigation": f"- Step {n} against it.",
            "progress": f"Step {n} has begun.",
            "no_change": False,
            "no_change_reason": "",
            "likelihood": 4,
            "impact": n,
        }
        for n, rag in enumerate(RISK_RAGS, start=1)
    ]


def position(year: str, opening: int, in_year: int, paid_before: int, payment: int, basis: str = "forecast") -> Facts:
    return {
        "financial_year": year,
        "basis": basis,
        "opening_before_payments": str(opening),
        "opening_after_payments": str(opening + paid_before),
        "in_year_position": str(in_year),
        "block_transfer": "0",
        "authority_contribution": "100000.00",
        "dfe_payments": str(payment),
        "stability_grant": None,
        "adjustments": "0",
        "closing_before_payments": f"{opening + in_year + 100000}.00",
        "closing_after_payments": f"{opening + paid_before + in_year + 100000 + payment}.00",
        "movement_reason": "Fewer places off the Island.",
        "confirmed_at": "2024-05-29T13:00:00+00:00",
        "confirmed_as": "Finance officer",
    }


def positions() -> list[Facts]:
    return [
        position("2023-24", -12_500_000, -1_500_000, 5_000_000, 1_500_000, "actual"),
        position("2024-25", -13_900_000, -900_000, 6_500_000, 2_000_000),
    ]


def series() -> list[Facts]:
    points = [
        ("2022-01-01", "2022-01-31", "January 2022", "1332", ""),
        ("2023-01-01", "2023-01-31", "January 2023", "1493", ""),
        ("2024-01-01", "2024-01-31", "January 2024", "1662", ""),
    ]
    rates = [
        ("2021-01-01", "2021-12-31", "2021", "36.3", ""),
        ("2022-01-01", "2022-12-31", "2022", "43.5", ""),
        ("2023-01-01", "2023-12-31", "2023", None, "x"),
    ]
    target = [("2023-01-31", "1493"), ("2025-01-31", "1553")]
    return [
        _series("plans_maintained", "EHC plans maintained", "count", 0, points, target),
        _series("refusal_rate_published", "Refusals to assess, as published", "percent", 1, rates, []),
    ]


def _series(
    code: str, name: str, unit: str, decimals: int, points: list[tuple[Any, ...]], target: list[tuple[str, str]]
) -> Facts:
    names = ("period_start", "period_end", "label", "value", "marker")
    return {
        "code": code,
        "name": name,
        "unit": unit,
        "decimals": decimals,
        "basis": "On the census day",
        "source": "Published statistics",
        "as_at": "2024-06-13",
        "points": [{**dict(zip(names, point, strict=True)), "status": "final"} for point in points],
        "target": [{"on": on, "value": value, "name": "Growth of 2% a year"} for on, value in target],
    }


def agreement_facts() -> Facts:
    planned = zip(YEARS, (-2_400_000, -1_300_000, -600_000, 200_000, 1_500_000), range(1, 6), strict=True)
    return {
        "title": "Safety Valve agreement 2022-23 to 2026-27",
        "signed_on": "2022-03-24",
        "version": 1,
        "versions": [
            {
                "number": 1,
                "effective_on": "2022-04-01",
                "reason": "",
                "standing": "normal",
                "first_year": YEARS[0],
                "last_year": YEARS[-1],
                "balanced_in_year_by": "2025-26",
                "total_dfe_funding": "12500000.00",
                "planned_positions": [
                    {
                        "financial_year": year,
                        "in_year": str(in_year),
                        "cumulative_before_payments": str(-13_000_000 + n * 100_000),
                        "cumulative_after_payments": str(-10_000_000 + n * 2_000_000),
                    }
                    for year, in_year, n in planned
                ],
                "payments": [
                    {"financial_year": "2022-23", "label": "First", "amount": "5000000.00", "status": "paid"},
                    {"financial_year": "2023-24", "label": "Second", "amount": "1500000.00", "status": "paid"},
                    {"financial_year": "2024-25", "label": "Third", "amount": "2000000.00", "status": "conditional"},
                    {"financial_year": "2025-26", "label": "Old fourth", "amount": "900000.00", "status": "cancelled"},
                ],
            }
        ],
    }


def column(label: str, window: str, slug: str, *, is_this: bool = False, rags: Facts | None = None) -> Facts:
    return {
        "label": label,
        "window_label": window,
        "slug": slug,
        "is_this": is_this,
        "pack_sha256": "e" * 64 if rags else None,
        "rags": rags,
    }


def columns() -> list[Facts]:
    """Update 2 of three: the first is filled from its own pack, the third lies ahead."""
    earlier = {
        "conditions": {f"3.{n}": level("off_target_mitigated") for n in range(1, 7)},
        "risks": {"1": level("off_target_unmitigated"), "2": None},
    }
    return [
        column("Update 1", "May/June 2024", "update-1-2024-25", rags=earlier),
        column("Update 2", "September 2024", "update-2-2024-25", is_this=True),
        column("Update 3", "December 2024", "update-3-2024-25"),
    ]


def answered() -> list[Facts]:
    return [
        {
            "key": "cleared-by-end",
            "question": "£0 cumulative deficit by the end of 2026-27?",
            "met": None,
            "sentence": "The record has not got a closing balance for 2026-27.",
        },
        {
            "key": "on-plan-this-year",
            "question": "On plan in 2024-25?",
            "met": False,
            "sentence": "The latest position is £2 million worse than planned.",
        },
    ]


def finding() -> Facts:
    return {
        "code": "on-track-untested",
        "severity": "judgement",
        "place": {"key": "summary:on_track_at_end", "label": "On track at the end", "url": "/", "order": [12]},
        "sentence": "The answer cannot be tested against the figures.",
        "evidence": "no closing balance",
        "fingerprint": FINGERPRINT,
        "acceptance": None,
    }


def summary() -> Facts:
    return {
        "preamble": "The department was set up in February 2024.\n\n- There are **seven** workstreams.\n- One each.",
        "on_track_at_end": "yes",
        "on_track_at_end_reason": "The forecast closes at £0.",
        "on_track_this_year": "no",
        "on_track_this_year_reason": "Places opened late.",
        "summary": "We expect to recover by March 2027.",
        "adviser_early_years": "no",
        "adviser_inclusion": "yes",
        "adviser_area": "Return from home packages.",
        "adviser_benefit": "Experience from elsewhere.",
    }
