"""Something promised with the return that is not with it."""

import re
from collections.abc import Iterator, Sequence

from ..findings import Finding, normalise
from .context import Context
from .reading import Reading, quote

_LABELLED = r"(?:appendix|annex|annexe|attachment|enclosure|exhibit)\s(?-i:[A-Z]|\d{1,2}|[IVX]{1,4})\b"
_THING = (
    r"(?:slide\s?deck|slides|presentation|spreadsheet|workbook|report|paper|document|plan|chart|table|graph|dashboard"
    r"|register|minutes|flowchart|action\splan|project\splan|leaflet|policy|strategy|note|appendix|annexe?|figures|data)"
)
_SEE = r"(?<!\bwe\s)(?<!\bthey\s)(?<!\bcan\s)(?<!\bto\s)(?:see|refer\sto)"
_PROMISE = re.compile(
    rf"\b(?:see|refer\sto|in|at|as)\s(?:the\s|our\s)?(?P<labelled>{_LABELLED})"
    rf"|\b{_SEE}\s(?:(?:the|our|separate|supporting)\s){{0,2}}"
    rf"(?P<deck>(?:\w{{1,15}}\s){{0,2}}slide\s?deck|slides|presentation|separate\s{_THING})\b"
    r"|\b(?:see|please\sfind|as|is|are|also)\s(?:the\s)?(?P<attached>attached|enclosed|appended)(?!\sto\b)"
    r"(?P<name>(?:\s[\w-]{1,20}){0,4})"
    r"|\b(?:in|see|with|refer\sto)\sthe\s(?P<accompanying>(?:accompanying|attached|enclosed|appended)\s"
    rf"(?:[\w-]{{1,20}}\s){{0,3}}?{_THING})\b"
    r"|\((?P<bracketed>(?:(?:copy|document|paper)\s)?(?:attached|enclosed))\)",
    re.I,
)
_OF_ANOTHER_DOCUMENT = re.compile(
    r",?\s(?:of|to|in|within|from)\s(?:the|our|its|that|last|this)\s(?!return\b|submission\b|report\sattached)", re.I
)
_DULL = frozenset(
    re.findall(
        r"\w+", "see the our please find as is are in at with for to of a and more full details file document copy"
    )
) | {"attached", "enclosed", "appended", "accompanying", "separate", "supporting"}


def find(readings: Sequence[Reading], context: Context) -> Iterator[Finding]:
    """Promises of a slide deck, an appendix or an attachment that nothing on the list of attachments answers."""
    titles = [_words(title) for title in context.attachments]
    for reading in readings:
        for sentence in reading.sentences():
            if "~~~~" in sentence:
                # A link is the thing itself.
                continue
            for match in _PROMISE.finditer(sentence):
                if _OF_ANOTHER_DOCUMENT.match(sentence, match.end()) or _answered(match, titles):
                    continue
                yield reading.finding(
                    "attachment-missing",
                    f"This promises something that is not with the return: {match[0].strip('() ')}. "
                    "Attach it, or take the reference out.",
                    quote(sentence, *match.span()),
                )


def _answered(match: re.Match[str], titles: Sequence[frozenset[str]]) -> bool:
    kind = match.lastgroup or ""
    if kind in ("attached", "name"):
        wanted = _words(match["name"] or "") - _DULL
    elif kind == "labelled":
        wanted = _words(match["labelled"])
        return any(wanted <= title for title in titles)
    else:
        wanted = _words(match[kind]) - _DULL
    if not wanted:
        return bool(titles)
    return any(wanted & title for title in titles)


def _words(text: str) -> frozenset[str]:
    """The words of a name or file name, "slide deck" and "slides" being one, "annexe" an annex."""
    plain = re.sub(r"slide\s?deck|\bdeck\b|presentation|pptx?\b", "slides", normalise(text))
    words = re.findall(r"[a-z0-9]+", plain.replace("annexe", "annex"))
    return frozenset("slides" if word == "slide" else word for word in words)
