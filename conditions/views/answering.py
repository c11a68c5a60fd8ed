"""One page, one answer: the machinery behind every update page of a return.

It shows the form with what was saved or typed before, keeps words as they are typed, refuses a save over somebody
else's with both versions on screen, and gives everything back when the return has been locked meanwhile.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BooleanField
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone

from conditions.forms.answers import AnswerForm
from conditions.lifecycle import NotAllowed
from conditions.models import AutosavedDraft, Submission
from conditions.models.response import Answer
from conditions.services import answers
from safetyvalve.core.access import CouncilRequest
from safetyvalve.core.editing import StaleSave
from safetyvalve.core.forms import MoneyField
from safetyvalve.core.forms.typed_text import clean_typed

LONGEST_REVISION = 9


@dataclass(frozen=True)
class Theirs:
    """One field that somebody else changed: what they saved, beside what this person typed."""

    label: str
    saved: str
    typed: str


@dataclass(frozen=True)
class AnswerPage:
    """What is particular to one update page.

    ``item`` is its key in the task list, ``identity`` the fields that name the answer, ``action`` the audit event.
    ``insertions`` maps the value of an ``insert`` button to a field and the words to put there.
    """

    item: str
    title: str
    template: str
    answer: Answer
    identity: tuple[str, ...]
    action: str
    make_form: Callable[..., AnswerForm]
    context: Mapping[str, Any] = field(default_factory=dict)
    insertions: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    complete: Callable[[AnswerForm, dict[str, Any]], dict[str, Any]] | None = None


def answer_page(request: CouncilRequest, submission: Submission, page: AnswerPage) -> HttpResponse:
    """Serve the page. Saving returns to the period's task list; every refusal keeps what was typed."""
    if request.method != "POST":
        return _show(request, submission, page)
    if request.headers.get("X-Autosave"):
        return _autosave(request, submission, page)
    if "discard" in request.POST:
        answers.discard_words(submission, item=page.item, by=request.user)
        return redirect(request.path)
    if "insert" in request.POST:
        return _insert(request, submission, page)
    form = page.make_form(request.POST, answer=page.answer)
    if not form.is_valid():
        return _render(request, submission, page, form, status=422)
    values = form.values()
    if page.complete:
        values = page.complete(form, values)
    try:
        answers.save(
            submission,
            page.answer,
            values,
            item=page.item,
            identity=page.identity,
            revision=form.cleaned_data["revision"],
            by=request.user,
            now=timezone.now(),
            action=page.action,
        )
    except StaleSave as stale:
        return _both_versions(request, submission, page, form, stale)
    except NotAllowed as refusal:
        for reason in refusal.reasons:
            form.add_error(None, f"{reason} Your words are below: copy what you need before you leave.")
        return _render(request, submission, page, form, status=409)
    messages.success(request, f"{page.title}: saved.")
    return redirect(submission.period)


def _show(request: CouncilRequest, submission: Submission, page: AnswerPage) -> HttpResponse:
    draft = answers.unsaved_words(submission, item=page.item, by=request.user)
    initial = dict(draft.fields) if draft else None
    form = page.make_form(answer=page.answer, initial=initial)
    if draft:
        form.fields["revision"].initial = draft.base_revision
        form.initial["revision"] = draft.base_revision
    return _render(request, submission, page, form, draft=draft)


def _insert(request: CouncilRequest, submission: Submission, page: AnswerPage) -> HttpResponse:
    """Put offered words into a field after what is there. Nothing is saved, nothing typed is lost."""
    name, words = page.insertions.get(request.POST["insert"], ("", ""))
    typed = _typed(request.POST, page)
    if name:
        typed[name] = "\n\n".join(part for part in (typed.get(name, "").rstrip(), words) if part)
    form = page.make_form(answer=page.answer, initial={**typed, "no_change": bool(typed.get("no_change"))})
    form.initial["revision"] = request.POST.get("revision", page.answer.revision)
    return _render(request, submission, page, form, inserted=bool(name))


def _autosave(request: CouncilRequest, submission: Submission, page: AnswerPage) -> HttpResponse:
    try:
        draft = answers.keep_words(
            submission,
            _typed(request.POST, page),
            item=page.item,
            base_revision=revision_in(request.POST.get("revision", ""), otherwise=page.answer.revision),
            by=request.user,
            now=timezone.now(),
        )
    except NotAllowed as refusal:
        return JsonResponse({"message": str(refusal)}, status=409)
    return JsonResponse({"saved_at": f"{timezone.localtime(draft.saved_at):%H:%M}", "revision": draft.base_revision})


def _both_versions(
    request: CouncilRequest, submission: Submission, page: AnswerPage, form: AnswerForm, stale: StaleSave
) -> HttpResponse:
    """The other person's words beside these; saving again from this page is a knowing choice."""
    current = stale.current
    assert isinstance(current, Answer)  # noqa: S101
    saved = form.initial_of(current)
    theirs = [
        Theirs(str(bound.label), shown(bound.field, saved.get(bound.name)), shown(bound.field, bound.value()))
        for bound in form.visible_fields()
        if shown(bound.field, saved.get(bound.name)) != shown(bound.field, bound.value())
    ]
    data = request.POST.copy()
    data["revision"] = str(current.revision)
    again = page.make_form(data, answer=page.answer)
    again.is_valid()
    again.add_error(None, f"{current.updated_by} saved this while you were writing. Compare, then save again.")
    return _render(request, submission, page, again, status=409, theirs=theirs, saved_by=current.updated_by)


def shown(form_field: Any, value: Any) -> str:
    """A field's value as a person reads it: the label of a choice, the words of a text, an amount however typed."""
    if isinstance(form_field, MoneyField):
        with suppress(ValidationError):
            value = form_field.prepare_value(form_field.to_python(value))
    choices = dict(getattr(form_field, "choices", ()) or ())
    if value in choices:
        return str(choices[value])
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return "" if value is None else str(value).replace("\r\n", "\n").strip()


def _typed(data: QueryDict, page: AnswerPage) -> dict[str, str]:
    """The posted text of the form's own fields, less what no form keeps (a database may refuse NUL); nothing else.

    A box that was not ticked is not posted, and is kept as empty: otherwise a tick taken away would come back.
    """
    fields = page.make_form(answer=page.answer).fields
    parts = [name for name in data if name in fields or name.rsplit("_", 1)[0] in fields]
    ticks = {name: "" for name, each in fields.items() if isinstance(each, BooleanField)}
    return {**ticks, **{name: clean_typed(str(data[name])) for name in parts if name != "revision"}}


def revision_in(posted: str, *, otherwise: int) -> int:
    """The revision a page names; ``otherwise`` for what is no number, or longer than any revision."""
    return int(posted) if posted.isdecimal() and len(posted) <= LONGEST_REVISION else otherwise


def _render(
    request: HttpRequest,
    submission: Submission,
    page: AnswerPage,
    form: AnswerForm,
    *,
    status: int = 200,
    draft: AutosavedDraft | None = None,
    **extra: Any,
) -> HttpResponse:
    context = {
        "submission": submission,
        "period": submission.period,
        "agreement": submission.period.calendar.agreement,
        "title": page.title,
        "answer": page.answer,
        "form": form,
        "draft": draft,
        "locked": answers.locked_reason(submission),
        "sent_back": submission.sent_back_reasons.get(page.item, ""),
        **page.context,
        **extra,
    }
    return render(request, page.template, context, status=status)
