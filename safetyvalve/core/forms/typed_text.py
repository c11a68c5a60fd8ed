"""What happens to typed or pasted text before anything else looks at it."""

import re
import unicodedata

_LINE_ENDS = re.compile("\r\n?|\x0b|\x0c|\x85|\u2028|\u2029")
_INVISIBLE = re.compile("[\u200b\u2060\ufeff\u00ad]")


def clean_typed(text: str) -> str:
    """One kind of line end, no control characters, no spaces at either end; smart quotes and accents stay.

    Word's soft line break (vertical tab) becomes a line end. Characters that show nothing (zero-width space,
    byte order mark, soft hyphen) and lone surrogates, which no database can hold, are dropped.
    """
    text = _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text))
    kept = (
        character for character in text if character in "\n\t" or unicodedata.category(character) not in ("Cc", "Cs")
    )
    return unicodedata.normalize("NFC", "".join(kept)).strip()
