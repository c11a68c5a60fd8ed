"""Which item of a SEN2 return goes into which field. One table for XML, for COLLECT's CSV files and for spreadsheets.

Readers compare names in lower case. An item that is not listed here is not kept even for a moment: surname, forename
and postcode first of all.
"""

from collections.abc import Callable
from typing import Any

from dashboards.imports.sen2.faults import Faults
from dashboards.imports.sen2.values import code, day, flag, identifier, number, said

Field = tuple[str, Callable[[str], Any]]

_SETTING: dict[str, Field] = {
    "URN": ("urn", code),
    "UKPRN": ("ukprn", code),
    "SENsetting": ("setting", code),
    "SENsettingOther": ("setting_other", said),
    "PlacementRank": ("rank", number),
    "SENunitIndicator": ("in_unit", flag),
    "ResourcedProvisionIndicator": ("in_resourced", flag),
}
_ITEMS: dict[str, dict[str, Field]] = {
    "header": {
        "Collection": ("collection", code),
        "Year": ("year", number),
        "ReferenceDate": ("reference_date", day),
        "LEA": ("la_code", code),
    },
    "person": {
        "PersonBirthDate": ("birth", day),
        "Sex": ("sex", code),
        "GenderCurrent": ("sex", code),
        "UPN": ("upn", identifier),
        "UniqueLearnerNumber": ("uln", identifier),
        "UPNunknown": ("no_identifier", code),
    },
    "requests": {
        "ReceivedDate": ("received", day),
        "RequestSource": ("source", code),
        "RQuestSource": ("source", code),
        "RYA": ("in_youth_accommodation", flag),
        "RequestOutcomeDate": ("decided", day),
        "RequestOutcome": ("outcome", code),
        "RequestMediation": ("mediation", flag),
        "RequestTribunal": ("tribunal", flag),
        "Exported": ("exported", code),
    },
    "assessment": {
        "AssessmentOutcome": ("outcome", code),
        "AssessmentOutcomeDate": ("decided", day),
        "AssessmentMediation": ("mediation", flag),
        "AssessmentTribunal": ("tribunal", flag),
        "OtherMediation": ("other_mediation", flag),
        "OtherTribunal": ("other_tribunal", flag),
        "Week20": ("is_exception", flag),
    },
    "namedplan": {
        "StartDate": ("start", day),
        "PlanRes": ("residential", code),
        "PlanWBP": ("work_based", code),
        "PlanWPB": ("work_based", code),
        "PB": ("personal_budget", flag),
        "OA": ("arrangements", flag),
        "DP": ("direct_payments", code),
        "CeaseDate": ("ceased", day),
        "CeaseReason": ("cease_reason", code),
    },
    "plandetail": _SETTING,
    "activeplans": {
        "TransferLA": ("transferred_from", code),
        "ReviewMeeting": ("review_meeting", day),
        "ReviewOutcome": ("review_outcome", code),
        "ReviewDraft": ("review_draft", day),
        "LastReview": ("review_decided", day),
        "PhaseTransferDueDate": ("transfer_due", day),
        "PhaseTransferFinalDate": ("transfer_final", day),
        "RES": ("residential", code),
        "WBP": ("work_based", code),
    },
    "placementdetail": {
        **_SETTING,
        "EntryDate": ("entered", day),
        "LeavingDate": ("left", day),
        "RES": ("residential", code),
        "WBP": ("work_based", code),
    },
    "senneed": {"SENtype": ("kind", code), "SENtypeRank": ("rank", number)},
}
TABLES = {table: {name.lower(): field for name, field in items.items()} for table, items in _ITEMS.items()}
"""The same, with names in lower case."""
SPELLED = {name.lower(): name for items in _ITEMS.values() for name in items}
"""Every item as the specification writes it, for the words of a problem."""


def put(record: object, table: str, item: str, text: str, faults: Faults, place: str) -> None:
    """Read one item into its record. Nonsense is reported by its place and left out; it is never quoted."""
    name, read = TABLES[table][item]
    try:
        value = read(text)
    except ValueError:
        faults.add("value-not-read", f"{place}, item {SPELLED[item]}")
        return
    if value is not None and value != "":
        setattr(record, name, value)
