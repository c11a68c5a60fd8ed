"""The checks of one case with their words. They are our own: none of them is a rule of the Department."""

from dataclasses import dataclass

from dashboards.imports.contract import Level
from dashboards.imports.sen2.case_checks import (
    Finds,
    age_unlikely,
    contradictory,
    flag_disagrees,
    flag_not_placed,
    flag_not_said,
    half_ceased,
    no_placement,
    no_setting,
    no_source,
    no_start,
    out_of_order,
    too_late,
    undated,
    unknown_code,
    unknown_school,
)


@dataclass(frozen=True)
class CaseCheck:
    """``sentence`` says what is found, without its places."""

    code: str
    sentence: str
    fix: str
    finds: Finds
    level: Level = Level.WARNING


CASE_CHECKS = (
    CaseCheck(
        "dates-out-of-order",
        "A date is before the one that it must follow. The case is left out where days are counted.",
        "Correct the date in the case system.",
        out_of_order,
    ),
    CaseCheck(
        "date-after-return", "A date is after the day of the return.", "Correct the date, or the day chosen.", too_late
    ),
    CaseCheck(
        "decision-half-recorded",
        "A decision has no date, or a date no decision. It is counted in no period.",
        "Record both.",
        undated,
    ),
    CaseCheck(
        "outcome-contradicted",
        "A refusal is followed by an assessment or a plan.",
        "Correct the outcome, for example after an appeal.",
        contradictory,
    ),
    CaseCheck(
        "cease-half-recorded",
        "A plan has a reason for ceasing and no date, or the reverse.",
        "Record both. Without a date the plan counts as in force.",
        half_ceased,
    ),
    CaseCheck(
        "start-missing",
        "A plan has no start date. It is counted as in force, and as new in no period.",
        "Record the date.",
        no_start,
    ),
    CaseCheck("source-missing", "A request has no source. It is counted as not known.", "Record who asked.", no_source),
    CaseCheck(
        "placement-missing",
        "A plan has no first placement on the day. It is counted as not known.",
        "Record the placement with rank 1 and its dates.",
        no_placement,
    ),
    CaseCheck(
        "setting-missing", "A setting has neither URN nor UKPRN nor a setting code.", "Record one of them.", no_setting
    ),
    CaseCheck(
        "code-unknown",
        "A code is not in the code list. It is counted as not known.",
        "Correct it, or add it to the code list.",
        unknown_code,
    ),
    CaseCheck(
        "school-unknown",
        "A school is not in the list of schools, or is of an unknown type. The placement is counted as not known.",
        "Correct the URN, or import a newer list of schools.",
        unknown_school,
    ),
    CaseCheck(
        "unit-not-in-register",
        "A place in a unit or resourced provision is at a school that has none in the list of schools.",
        "Correct the flag, or ask the school to correct its entry.",
        flag_disagrees,
    ),
    CaseCheck(
        "unit-not-said",
        "A school has a unit or resourced provision, and it is not said whether the place is in it.",
        "Record the flag, 1 or 0.",
        flag_not_said,
    ),
    CaseCheck(
        "age-unlikely",
        "Somebody with a plan is too young or too old for one, or has no birth date.",
        "Correct the birth date, or cease the plan.",
        age_unlikely,
    ),
    CaseCheck(
        "right-not-placed",
        "Mediation or a tribunal is recorded for a decision without a date. It is counted in no period.",
        "Record the date of the decision.",
        flag_not_placed,
    ),
)
