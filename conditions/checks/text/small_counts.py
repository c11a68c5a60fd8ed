"""One to four children beside a named school or a need: few enough for somebody to know who they are."""

import re
from collections.abc import Iterator, Sequence

from ..findings import Finding
from .context import Context
from .reading import Reading, quote

_PLURAL = r"(?:pupils|children|young\speople|students|learners|boys|girls|siblings|youngsters)"
_SINGULAR = r"(?:pupil|child|young\sperson|student|learner|boy|girl|youngster)"
_STAGE = (
    r"(?:(?:[Yy]ear|[Yy]r|Y)\s?\d{1,2}|[Kk]ey\s[Ss]tage\s\d|KS\d|[Pp]ost[\s-]?1[69]|[Pp]rimary|[Ss]econdary|[Rr]eception|[Nn]ursery"
    r"|[Ss]ixth[\s-]form|[Pp]re-?school|\d{1,2}[\s-]years?[\s-]old)"
)
_DESCRIBED = rf"(?:{_STAGE}(?:-aged)?\s|(?!and\b|or\b|of\b|to\b|in\b|for\b)[a-zA-Z]{{2,15}}\s){{0,3}}?"
_NEED = (
    r"PMLD|SEMH|ASD|ASC|SLD|MLD|SLCN|SpLD|ADHD|EBSA|EOTAS|EOTIS|INMSS?|autis(?:m|tic)|visual(?:ly)?\simpair\w{0,5}"
    r"|hearing\simpair\w{0,5}|deaf|epilep\w{0,5}|learning\sdifficult\w{0,5}|medical\sneeds|complex\sneeds|anxiety"
    r"|physical\sdisabilit\w{0,3}|mental\shealth|Down'?s?\ssyndrome|cerebral\spalsy"
)
_SETTING = (
    r"\b(?:[A-Z][\w']{1,20}\s){1,4}(?:[Ss]chool|[Cc]ollege|[Aa]cademy|House|Centre|Unit|Nursery|Lodge|Grange|Hospital|Studio"
    r"|Resourced?\sProvision|Campus)\b|\bSt\.?\s[A-Z][a-z]{2,15}(?:'s)?\b|\b(?:PRU|ILC|mainland|out[\s-]of[\s-](?:county|city|area|borough))\b"
)
_COST = r"£?\d{1,4}(?:,\d{3})?k?\s(?:placements?\s)?(?:each|per\s(?:pupil|place|placement))\b"
_BESIDE = re.compile(rf"{_SETTING}|\b(?:{_NEED})\b|{_COST}|\b{_STAGE}\b")
_COUNT = re.compile(
    rf"(?<![\w.,£/:-])(?P<number>[1-4]|(?i:one|two|three|four|a\ssingle|only\sone))\s(?!years?[\s-]old)(?P<described>{_DESCRIBED})"
    rf"(?P<who>{_PLURAL}|{_SINGULAR})\b(?!'|-)"
)
_ONE = re.compile(
    rf"\b(?i:an?)\s(?P<stage>{_STAGE}(?:-aged)?\s)(?:[a-z]{{2,15}}\s)?{_SINGULAR}\s(?:with|who\shas|diagnosed\swith)\s(?:[\w-]{{1,20}}\s){{0,3}}?(?:{_NEED})\b"
)
_NOT_COUNTED_BEFORE = re.compile(
    r"(?:\b(?:[Yy]ears?|[Yy]r|[Kk]ey\s[Ss]tages?|KS|[Bb]ands?|[Tt]iers?|[Ll]evels?|[Gg]rades?|[Pp]hases?|[Ee]lement|[Ss]tages?|[Cc]ategory"
    r"|post|[Gg]roups?\sof|every|per|up\sto|(?:\d|[Oo]ne|[Tt]wo|[Tt]hree|[Nn]ine)\s(?:in|out\sof)|capacity\sfor|places\sfor|ratio\sof|first|least|than|under|average(?:\sof)?|aged\s\d\s(?:to|and)"
    r"|(?:[Yy]ears?|[Kk]ey\s[Ss]tages?|KS|[Bb]ands?|[Tt]iers?|[Ll]evels?)\s\d{1,2}(?:\s(?:and|to|or)|,))\s?|[%:]\s?)$"
)
_COUNTS_SOMETHING_ELSE = re.compile(
    r"\s(?:in\s(?:\d|two|three|four|five|six|ten|every)|places?|numbers?|forums?|referrals?|panels?|premium|voice|surveys?|admissions?|protection|development"
    r"|psychologists?|services?|ratio|meetings?|events?|groups?|plans?|reviews?|passports?|parliament|ambassadors?)\b"
)
_GENERAL = re.compile(r"\b(?:any|each|every|when|where|if|should|may|might|would|how)\b", re.I)


def find(readings: Sequence[Reading], context: Context) -> Iterator[Finding]:
    """Counts of one to four children that something in the same sentence could identify."""
    for reading in readings:
        for sentence in reading.sentences():
            for start, end in sorted(_spans(sentence)):
                yield reading.finding(
                    "small-count",
                    "So few children beside a setting, a need or a year group may be recognised. Say “fewer than 5”, "
                    "or leave the detail out.",
                    quote(sentence, start, end),
                )


def _spans(sentence: str) -> Iterator[tuple[int, int]]:
    beside = _BESIDE.search(sentence) is not None
    for match in _COUNT.finditer(sentence):
        if not beside or not _agrees(match["number"], match["who"]):
            continue
        before = sentence[max(0, match.start() - 24) : match.start()]
        if _NOT_COUNTED_BEFORE.search(before) or _COUNTS_SOMETHING_ELSE.match(sentence, match.end()):
            continue
        yield match.span()
    for match in _ONE.finditer(sentence):
        if not _GENERAL.search(sentence):
            yield match.span()


def _agrees(number: str, who: str) -> bool:
    """ "4 pupil" is the start of something else ("4 pupil forums"); "one pupils" never happens."""
    one = number.lower() in ("1", "one", "a single", "only one")
    return one == bool(re.fullmatch(_SINGULAR, who))
