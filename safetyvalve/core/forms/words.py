"""How a field is named inside a sentence, and error messages that say what to do."""

from django import forms

DEFAULT_REQUIRED = str(forms.Field.default_error_messages["required"])
DEFAULT_CHOICE = str(forms.ChoiceField.default_error_messages["invalid_choice"])
# A label that begins like this needs no article in a sentence: "why it changes", "the risk", "your question".
HAS_NO_ARTICLE = frozenset(
    {"a", "an", "the", "your", "what", "when", "where", "which", "who", "whom", "whose", "why", "how", "since"}
)
# A label that ends like this names nothing by itself: "Covers from", "Due on", "Under what".
ENDS_OPEN = frozenset({"below", "from", "in", "of", "on", "since", "to", "what"})


def in_sentence(label: str) -> str:
    """The label as it stands in the middle of a sentence: "Due date" → "due date", "DSG position" as it is."""
    label = label.strip().rstrip("?:")
    if label.startswith("I ") or label[1:2].isupper() or label[1:2].isdigit():
        return label
    return label[:1].lower() + label[1:]


def at_start(name: str) -> str:
    """The name at the start of a sentence: "due date" → "Due date"."""
    return name[:1].upper() + name[1:]


def is_chosen(field: forms.Field) -> bool:
    """Whether a person answers by choosing rather than by typing."""
    return isinstance(field.widget, forms.RadioSelect | forms.Select | forms.CheckboxSelectMultiple)


def quoted(label: str) -> str:
    """A question stands in quotation marks, anything else as in a sentence."""
    label = label.strip()
    return f"“{label}”" if label.endswith("?") else in_sentence(label)


def with_article(label: str) -> str:
    """The label as what is asked for: "the due date", "why it changes"; “Covers from” in quotation marks."""
    words = label.lower().split()
    if words[0] in HAS_NO_ARTICLE:
        return in_sentence(label)
    if words[-1] in ENDS_OPEN or words[0] == "does" or words[:2] == ["e-mail", "me"]:
        return f"“{label}”"
    return f"the {in_sentence(label)}"


def asking_for(field: forms.Field, label: str) -> str:
    """What to do about an answer that is not there."""
    if isinstance(field.widget, forms.CheckboxInput):
        return f"Tick “{label}”"
    if isinstance(field.widget, forms.FileInput):
        return f"Select a file for {in_sentence(label)}"
    if label.endswith("?"):
        return f"Answer {quoted(label)}"
    return f"{'Select' if is_chosen(field) else 'Enter'} {with_article(label)}"


def speak_plainly(field: forms.Field, label: str) -> None:
    """Replace Django's stock messages of this field, and only those, by ones that name it and say what to do."""
    name = in_sentence(label)
    messages = field.error_messages
    if messages.get("required") == DEFAULT_REQUIRED:
        messages["required"] = asking_for(field, label.strip())
    if messages.get("invalid_choice") == DEFAULT_CHOICE:
        messages["invalid_choice"] = f"Select one of the options for {quoted(label)}"
    if isinstance(field, forms.EmailField):
        messages.setdefault("invalid", f"Enter {name} in the form name@example.com")
    if isinstance(field, forms.CharField):
        messages.setdefault("max_length", at_start(name) + " must be %(limit_value)d characters or fewer")
    if isinstance(field, forms.IntegerField) and not isinstance(field, forms.DecimalField):
        messages.setdefault("min_value", at_start(name) + " must be %(limit_value)s or more")
        messages.setdefault("max_value", at_start(name) + " must be %(limit_value)s or less")
