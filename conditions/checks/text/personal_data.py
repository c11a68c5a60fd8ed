"""Words that may point to one child: initials, a name, a date of birth, a pupil or NHS number."""

import re
from collections.abc import Iterator, Sequence

from ..findings import Finding
from .context import Context
from .dates import MONTH
from .reading import Reading, quote

_CHILD = r"(?:child|pupil|student|learner|young\sperson|boy|girl|sibling)"
_NOT_INITIALS = frozenset(
    re.findall(
        r"\w+",
        "I AP LA EP RP SP EY IT PE PA OT QA UK HT TA ID NC KS YR CP PD VI HI MD PP RE US EU SW FE HE PH MH EH EF"
        " IEP PRU SEN",
    )
)
_INITIALS = re.compile(
    rf"\b(?i:{_CHILD}|case|YP)\s(?P<bare>[A-Z]{{1,2}})\b(?![.'/&-]\w|\s(?:and\s)?[A-Z][a-z])"
    r"|(?<![\w.])(?P<dotted>[A-Z]\.[A-Z]\.(?:[A-Z]\.)?)(?!\w|\s[A-Z][a-z]{2,})"
)
_USUAL_DOTS = frozenset(
    {"UK", "US", "USA", "EU", "NB", "PS", "AM", "PM", "BC", "AD", "EG", "IE", "PTO", "RE", "GP", "BA"}
)
_BORN = re.compile(
    r"(?:\b(?i:dob|d\.o\.b\.?|date\sof\sbirth)\b\.?[\s:(-]{0,3}(?:is\s|was\s|of\s)?|\b(?i:born)\s(?:(?i:on|in)\s)?(?:the\s)?)"
    rf"(?:\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{2,4}}|\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{MONTH}|{MONTH}\s\d|(?:19|20)\d\d\b)"
)
_UPN = re.compile(r"(?<!\w)[A-HJ-NP-RT-Z]\d{11}[\dA-Z](?!\w)")
_NHS = re.compile(r"(?<![\w£-])(?P<digits>\d{3}[ -]\d{3}[ -]\d{4}|\d{10})(?![\w-])")
_ORGANISATION = (
    r"(?:Schools?|Colleges?|Academ(?:y|ies)|House|Services?|Panel|Board|Centre|Hub|Trust|Strategy|Programme|Referral|Unit"
    r"|Premium|Health|Partnership|Voice|Forum|Plans?|Act|Education|Council|Team|Park|Road|Street|Lodge|Grange|Wight|Protection"
    r"|Support|Framework|Group|Network|Hospital|Nursery|Studio|Project|Year|Key|Stage|Post|North|South|East|West|Independent|Visitor|Sexual|Criminal|Social|Mental|Care|Advoca\w{1,4})"
)
_NAME = rf"(?!{_ORGANISATION}\b)[A-Z][a-z]{{1,20}}\s(?!{_ORGANISATION}\b)[A-Z][a-z'-]{{1,20}}(?!\s{_ORGANISATION}\b)\b"
_NAMED = re.compile(
    rf"\b{_CHILD},?\s(?:(?:called|named|known\sas)\s)?(?P<after>{_NAME})"
    rf"|\b(?P<before>{_NAME})(?:\s\((?:a\s|the\s)?(?:Year\s\d{{1,2}}\s)?{_CHILD}\b|,\s(?:a|an|the|who\sis\sa)\s(?:[Yy]ear\s\d{{1,2}}\s|\d{{1,2}}-year-old\s)?{_CHILD}\b(?!\s(?:referral|protection)))"
)


def find(readings: Sequence[Reading], context: Context) -> Iterator[Finding]:
    """Every possible slip, one finding each."""
    for reading in readings:
        for sentence in reading.sentences():
            for what, start, end in _slips(sentence):
                yield reading.finding(
                    "possible-personal-data",
                    f"This may point to one child ({what}). Take it out, or say it so that nobody can be recognised.",
                    quote(sentence, start, end),
                )


def _slips(sentence: str) -> Iterator[tuple[str, int, int]]:
    for match in _INITIALS.finditer(sentence):
        initials = match["bare"] or re.sub(r"[.\s]", "", match["dotted"])
        if initials not in (_NOT_INITIALS if match["bare"] else _USUAL_DOTS):
            yield "initials", *match.span()
    for match in _BORN.finditer(sentence):
        yield "a date of birth", *match.span()
    for match in _UPN.finditer(sentence):
        yield "a unique pupil number", *match.span()
    for match in _NHS.finditer(sentence):
        if _is_nhs_number(match["digits"]):
            yield "an NHS number", *match.span()
    for match in _NAMED.finditer(sentence):
        yield "a name", *match.span()


def _is_nhs_number(written: str) -> bool:
    """The last of the ten digits checks the others (modulus 11), which telephone numbers seldom pass."""
    digits = [int(digit) for digit in written if digit.isdigit()]
    check = 11 - sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return len(set(digits)) > 1 and check % 11 == digits[9]
