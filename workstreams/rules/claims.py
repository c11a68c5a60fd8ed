"""Does a sentence say that a milestone has been reached? Cautious: every telling word of its name must be there."""

import re

_SENTENCE_END = re.compile(r"[.;!?]\s|\n")
_WORD = re.compile(r"[a-z]{4,}")
_SMALL = frozenset(
    {
        *("about", "across", "again", "every", "first", "second", "third", "fourth", "from", "have", "into"),
        *("more", "that", "their", "them", "these", "they", "this", "with"),
    }
)
_REACHED = re.compile(
    r"\b(?:complete|completed|finished|delivered|launched|opened|is open|are open|published|achieved|in place)\b",
    re.IGNORECASE,
)
_NOT_YET = re.compile(
    r"\b(?:will|not|no|yet|due|plan|plans|planned|expect|expected|should|would|could|aim|intend|intends|once|when|if|"
    r"until|before|after|to be|being|partly|nearly|almost|half|most|first|start|starts|started|begun|further)\b",
    re.IGNORECASE,
)


def sentence_claiming(text: str, milestone_name: str) -> str:
    """The first sentence of ``text`` that tells the milestone as reached; empty when none does.

    A sentence that looks ahead, denies or hedges claims nothing. A name of fewer than two telling words matches
    nothing.
    """
    wanted = _telling(milestone_name)
    if len(wanted) < 2:
        return ""
    for sentence in _SENTENCE_END.split(text):
        if _REACHED.search(sentence) and not _NOT_YET.search(sentence) and wanted <= _telling(sentence):
            return sentence.strip(" -•*\t")
    return ""


def _telling(words: str) -> frozenset[str]:
    """The words of four letters or more that say what is meant, without a plural's s."""
    return frozenset(word.rstrip("s") for word in _WORD.findall(words.lower()) if word not in _SMALL)
