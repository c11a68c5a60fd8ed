"""What a column of somebody's own spreadsheet can be: the targets of each shape, and the headings they are known by."""

import re
from dataclasses import dataclass

from dashboards.imports.vocabulary import UNKNOWN, folded
from dashboards.models import ColumnMapping

Shape = ColumnMapping.Shape
DATE, CODE, FLAG, KEY, URN, TEXT = "date", "code", "flag", "key", "urn", "text"
PERSON_KEY, SCHOOL, REQUEST_NEED = "PersonKey", "SchoolURN", "RequestNeed"


@dataclass(frozen=True)
class Target:
    """One thing a column can hold. ``topic`` is the code list whose labels its codes have."""

    key: str
    label: str
    kind: str
    aliases: tuple[str, ...] = ()
    topic: str = ""

    @property
    def has_codes(self) -> bool:
        return self.kind == CODE


LONG: tuple[Target, ...] = (
    Target("measure", "The measure", CODE, ("measure", "measure name", "indicator", "kpi", "metric", "measure code")),
    Target(
        "period",
        "The period",
        TEXT,
        ("period", "month", "date", "quarter", "year", "month ending", "period end", "reporting period", "as at"),
    ),
    Target("topic", "What the figure is broken down by", CODE, ("broken down by", "breakdown topic", "split by")),
    Target("breakdown", "The heading of the breakdown", CODE, ("breakdown", "category", "group", "split")),
    Target("value", "The figure", TEXT, ("value", "figure", "number", "count", "amount", "actual", "total", "result")),
    Target("status", "Provisional or final", TEXT, ("status", "figure status")),
)
WIDE_PERIOD = Target("period", "The period", TEXT, LONG[1].aliases)
CASES: tuple[Target, ...] = (
    Target(
        PERSON_KEY,
        "A number for the child or young person (only used while reading)",
        KEY,
        (
            *("upn", "person id", "child id", "pupil id", "client id", "person ref", "case id", "case ref", "ehm id"),
            *("unique pupil number", "id", "reference", "case number", "person number", "mosaic id", "synergy id"),
        ),
    ),
    Target("PersonBirthDate", "Date of birth", DATE, ("dob", "date of birth", "birth date", "birthdate", "d o b")),
    Target("Sex", "Sex", CODE, ("sex", "gender", "gender current"), "sex"),
    Target(
        "ReceivedDate",
        "Date the request was received",
        DATE,
        (
            *("received date", "request date", "date of request", "date received", "request received"),
            *("request received date", "date request received", "referral date", "date of referral", "received"),
            *("ehcna request date", "date requested", "ehc request date", "received on"),
        ),
    ),
    Target(
        "RequestSource",
        "Who made the request",
        CODE,
        (
            *("request source", "source", "source of request", "requested by", "referral source", "referrer"),
            *("requester", "requestor", "request from", "referred by", "request made by"),
        ),
        "source",
    ),
    Target(SCHOOL, "School that made the request (URN)", URN, ("school urn", "requesting school urn", "urn of school")),
    Target(REQUEST_NEED, "Need given in the request", CODE, ("need at request", "request need"), "need"),
    Target(
        "RequestOutcome",
        "Decision whether to assess",
        CODE,
        (
            *("request outcome", "decision", "decision to assess", "outcome of request", "assess decision", "outcome"),
            *("agreed to assess", "decision whether to assess", "panel decision", "initial decision"),
        ),
    ),
    Target(
        "RequestOutcomeDate",
        "Date of that decision",
        DATE,
        (
            *("request outcome date", "decision date", "date of decision", "outcome date", "date decided"),
            *("decision to assess date", "date of decision to assess", "panel date", "decided on"),
        ),
    ),
    Target("RequestMediation", "Mediation about it", FLAG, ("request mediation", "mediation refusal to assess")),
    Target("RequestTribunal", "Appeal about it", FLAG, ("request tribunal", "appeal refusal to assess")),
    Target(
        "AssessmentOutcome",
        "Decision whether to issue a plan",
        CODE,
        ("assessment outcome", "decision to issue", "outcome of assessment", "issue decision", "final decision"),
    ),
    Target(
        "AssessmentOutcomeDate",
        "Date of that decision",
        DATE,
        ("assessment outcome date", "decision to issue date", "date of decision to issue", "issue decision date"),
    ),
    Target(
        "Week20",
        "Exception to the 20 weeks",
        FLAG,
        ("week 20", "week20", "exception", "exception applies", "20 week exception", "permitted exception"),
    ),
    Target(
        "StartDate",
        "Date the plan started",
        DATE,
        (
            *("start date", "plan start date", "plan start", "ehcp start date", "ehcp issued", "final plan date"),
            *("plan issued", "issue date", "date plan issued", "date issued", "ehcp date", "date of final plan"),
            *("plan date", "ehc plan start date", "date final plan issued"),
        ),
    ),
    Target(
        "TransferLA", "Council it was transferred in from", TEXT, ("transfer la", "transferred from", "previous la")
    ),
    Target(
        "CeaseDate",
        "Date the plan ceased",
        DATE,
        ("cease date", "ceased date", "date ceased", "plan ceased", "end date", "plan end date", "date plan ceased"),
    ),
    Target(
        "CeaseReason",
        "Reason for ceasing",
        CODE,
        ("cease reason", "reason ceased", "reason for ceasing", "end reason", "ceased reason", "reason for cease"),
        "cease_reason",
    ),
    Target(
        "SENtype",
        "Primary need",
        CODE,
        ("sen type", "primary need", "need", "main need", "primary sen", "primary sen need", "sen need", "need type"),
        "need",
    ),
    Target("URN", "Setting attended (URN)", URN, ("urn", "placement urn", "setting urn", "current school urn")),
    Target(
        "SENsetting",
        "Setting, where it has no URN",
        CODE,
        ("sen setting", "setting type", "placement type", "type of placement", "setting"),
        "placement",
    ),
    Target("EntryDate", "Date the placement began", DATE, ("entry date", "placement start", "placement start date")),
    Target("LeavingDate", "Date the placement ended", DATE, ("leaving date", "placement end", "placement end date")),
    Target("RES", "Residential placement", CODE, ("res", "residential", "residential placement"), "residential"),
    Target(
        "ReviewMeeting", "Date of the review meeting", DATE, ("review meeting", "annual review date", "review date")
    ),
    Target("LastReview", "Date of the decision after the review", DATE, ("last review", "review decision date")),
    Target("ReviewOutcome", "Outcome of the review", CODE, ("review outcome", "outcome of review"), "review_outcome"),
)
BY_KEY = {
    Shape.LONG: {t.key: t for t in LONG},
    Shape.WIDE: {"period": WIDE_PERIOD},
    Shape.CASES: {t.key: t for t in CASES},
}
WORDS: dict[str, dict[str, str]] = {
    "RequestSource": {
        **dict.fromkeys(("parent", "parents", "parent carer", "parents carers", "carer", "parent or carer"), "parent"),
        **dict.fromkeys(("family", "young person", "mother", "father", "parental", "parental request"), "parent"),
        **dict.fromkeys(
            ("school", "education setting", "setting", "college", "nursery", "early years setting"), "school"
        ),
        **dict.fromkeys(("school setting", "academy", "pre school", "educational setting", "school request"), "school"),
        **dict.fromkeys(("health", "nhs", "gp", "paediatrician", "health professional", "health visitor"), "health"),
        **dict.fromkeys(("social care", "social worker", "childrens social care", "cla team"), "social_care"),
        **dict.fromkeys(("other", "other professional"), "other"),
    },
    "RequestOutcome": {
        **dict.fromkeys(
            ("agreed", "yes", "agree", "assess", "proceed", "agreed to assess", "accepted", "ta"), "agreed"
        ),
        **dict.fromkeys(("refused", "no", "not agreed", "declined", "refuse", "refusal", "rejected", "nta"), "refused"),
        **dict.fromkeys(("pending", "awaiting", "awaiting decision", "undecided", "in progress", "open"), "undecided"),
        **dict.fromkeys(("withdrawn", "cancelled", "closed", "withdrew"), "withdrawn"),
    },
    "AssessmentOutcome": {
        **dict.fromkeys(("issue", "yes", "agreed", "agree to issue", "plan issued", "issued", "issue plan"), "issue"),
        **dict.fromkeys(("not issue", "no", "refused", "no plan", "refuse to issue", "not issued"), "not_issue"),
        **dict.fromkeys(("pending", "awaiting", "in progress", "not complete", "undecided", "open"), "undecided"),
        **dict.fromkeys(("withdrawn", "cancelled", "withdrew"), "withdrawn"),
    },
    "CeaseReason": {
        **dict.fromkeys(("reached maximum age", "max age", "maximum age", "turned 25", "age 25"), "max_age"),
        **dict.fromkeys(
            ("needs met", "needs met without a plan", "no longer needed", "no longer necessary"), "needs_met"
        ),
        **dict.fromkeys(("higher education", "university"), "higher_education"),
        **dict.fromkeys(("employment", "paid employment", "work"), "employment"),
        **dict.fromkeys(
            ("transferred", "moved", "transferred to another la", "moved la", "moved out of area"), "transferred"
        ),
        **dict.fromkeys(("no longer wishes to engage", "disengaged", "not engaging"), "no_longer_wishes"),
        **dict.fromkeys(("left england", "moved abroad", "moved outside england"), "left_england"),
        **dict.fromkeys(("died", "deceased", "death"), "died"),
        "other": "other",
    },
    "Sex": {"male": "M", "boy": "M", "m": "M", "female": "F", "girl": "F", "f": "F"},
    "SENtype": {
        **dict.fromkeys(("autism", "asc", "asd", "autistic spectrum disorder", "autism spectrum disorder"), "ASD"),
        **dict.fromkeys(("moderate learning difficulty", "moderate learning difficulties"), "MLD"),
        **dict.fromkeys(("severe learning difficulty", "severe learning difficulties"), "SLD"),
        **dict.fromkeys(("specific learning difficulty", "dyslexia"), "SPLD"),
        **dict.fromkeys(("speech language and communication needs", "slcn", "speech and language"), "SLCN"),
        **dict.fromkeys(("hearing impairment", "hearing"), "HI"),
        **dict.fromkeys(("visual impairment", "vision impairment"), "VI"),
        **dict.fromkeys(("physical disability", "physical"), "PD"),
        **dict.fromkeys(("down syndrome", "downs syndrome"), "DS"),
        **dict.fromkeys(("semh", "social emotional and mental health"), "SEMH"),
    },
}
"""Words that case systems use, folded, and the meaning of the code they stand for."""
_NAME_HEADINGS = re.compile(
    r"\b(fore|sur|first|last|full|child|pupil|young person|parent|carer)?\s*names?\b", re.IGNORECASE
)


_NONE = ("n a", "na", "none", "nil", "tbc", "tba", "to follow", "waiting", "not yet", "not applicable", "overdue")
_ANSWERS = frozenset({*(word for words in WORDS.values() for word in words), *UNKNOWN, *_NONE})


def is_answer(words: str) -> bool:
    """Whether a cell's words are what cells say and headings do not: "pending", "autism", "n/a"."""
    return folded(words) in _ANSWERS


def about_people(heading: str) -> bool:
    """Whether a heading announces names, addresses or free words, which are never looked at."""
    words = folded(heading)
    return bool(_NAME_HEADINGS.search(words)) or any(
        part in words.split()
        for part in ("surname", "forename", "postcode", "address", "email", "phone", "notes", "comments", "comment")
    )
