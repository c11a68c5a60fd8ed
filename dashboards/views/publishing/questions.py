"""Questions as officers see them: the list, and one question with its answer."""

from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from dashboards.forms.questions import AnswerForm
from dashboards.models import Audience, Publication, Question, ShareLink
from dashboards.publishing import answering
from dashboards.publishing.links import named
from dashboards.publishing.questions import audiences_of, standing_edition
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.dates import in_words
from safetyvalve.core.editing import StaleSave
from safetyvalve.core.models import Authority
from safetyvalve.core.roles import Permission
from safetyvalve.core.services.refusals import NotAllowed
from safetyvalve.render import prose
from safetyvalve.render.html import prose_html

ON_A_PAGE = 25
LONGEST_LINE = 120
SAID = {
    "draft": "Saved. Nobody outside can see it.",
    "publish": "Published: the question and the answer are shown beneath the chart.",
    "reply": "Sent to the person who asked.",
}


@dataclass(frozen=True)
class Theirs:
    """A field that somebody else saved meanwhile."""

    label: str
    saved: str


@dataclass(frozen=True)
class Desk:
    """A question before an officer: where an answer would be shown, to whom it could be, and what may be done."""

    question: Question
    edition: Publication | None
    offered: list[str]
    moves: frozenset[str]
    can_release: bool

    @property
    def others(self) -> list[str]:
        return [each for each in self.offered if each != self.question.audience]


@requires(Permission.PUBLICATION_MANAGE, Permission.MEASURE_MANAGE)
def questions(request: CouncilRequest) -> HttpResponse:
    """Those that wait first, then the others; of one edition, if asked."""
    of_council = Question.objects.of(request.authority)
    asked_of = Publication.objects.filter(authority=request.authority, questions__isnull=False).distinct()
    editions = {str(each.pk): each for each in asked_of}
    chosen = editions.get(request.GET.get("edition", ""))
    found = of_council.filter(publication=chosen) if chosen else of_council
    pages = Paginator(found.select_related("publication", "asked_by").to_be_read(), ON_A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "page": page,
        "tasks": [_line(request.authority, each) for each in page],
        "query": f"edition={chosen.pk}&" if chosen else "",
        "editions": list(editions.values()),
        "chosen": chosen,
        "waiting": found.waiting().count(),
    }
    return render(request, "dashboards/questions/questions.html", context)


@requires(Permission.PUBLICATION_MANAGE, Permission.MEASURE_MANAGE)
def question(request: CouncilRequest, question_id: int) -> HttpResponse:
    """One question: what was asked, and the answer to be written, released or changed."""
    desk = _desk(request, question_id)
    if request.method != "POST":
        return _show(request, desk, _form(request, desk, "draft"))
    move = request.POST.get("do") or "draft"
    if move in ("publish", "reply") and not desk.can_release:
        raise PermissionDenied
    if move not in desk.moves or move not in SAID:
        return refused(request, desk.question, [answering.DONE_ALREADY])
    form = _form(request, desk, move)
    if not form.is_valid():
        return _show(request, desk, form, status=422)
    try:
        _do(request, desk.question, move, form)
    except StaleSave as stale:
        current = cast(Question, stale.current)
        form.now_at(current)
        return _show(request, desk, form, theirs=_theirs(current, form), current=current, status=409)
    except NotAllowed as refusal:
        return refused(request, desk.question, refusal.reasons)
    messages.success(request, SAID[move])
    return redirect("dashboards:question", request.authority.la_code, question_id)


def _line(authority: Authority, found: Question) -> dict[str, str]:
    """A question in the list: the first of its words, what it is about, who asked and when."""
    words = Truncator(found.released_wording).chars(LONGEST_LINE) or "The words have been deleted"
    who = str(found.asked_by) if found.asked_by else "somebody with a link"
    return {
        "label": " ".join(words.split()),
        "url": reverse("dashboards:question", args=[authority.la_code, found.pk]),
        "hint": f"About “{found.chart_title}” in {found.publication}. "
        f"Asked on {in_words(timezone.localdate(found.asked_at))} by {who}.",
        "status": found.get_state_display(),
        "tone": found.tone,
    }


def get_question(request: CouncilRequest, question_id: int) -> Question:
    related = ("publication__authority", "publication__corrects", "asked_by", "answered_by", "changed_by")
    return get_object_or_404(
        Question.objects.of(request.authority)
        .select_related(*related, "updated_by")
        .prefetch_related(Prefetch("link", named(ShareLink.objects.all()))),
        pk=question_id,
    )


def refused(request: CouncilRequest, found: Question, reasons: list[str]) -> HttpResponse:
    """A refusal that gives back what was typed."""
    names = {"wording": "The question", "answer": "The answer", "reason": "The reason"}
    kept = [(label, request.POST[name]) for name, label in names.items() if request.POST.get(name)]
    context = {"question": found, "reasons": reasons, "kept": kept}
    return render(request, "dashboards/questions/refused.html", context, status=409)


def _desk(request: CouncilRequest, question_id: int) -> Desk:
    found = get_question(request, question_id)
    edition = standing_edition(found)
    offered = audiences_of(edition, found.chart)
    can_release = Permission.PUBLICATION_MANAGE in request.permissions
    moves = answering.moves_of(found)
    if not offered:
        moves -= {"publish"}
    return Desk(found, edition, offered, moves if can_release else moves & {"draft"}, can_release)


def _form(request: CouncilRequest, desk: Desk, move: str) -> AnswerForm:
    return AnswerForm(
        request.POST if request.method == "POST" else None,
        question=desk.question,
        move=move,
        others=desk.others if desk.can_release else [],
        threshold=request.authority.small_count_threshold,
    )


def _do(request: CouncilRequest, found: Question, move: str, form: AnswerForm) -> None:
    data = form.cleaned_data
    values = {"wording": data["wording"], "answer": data["answer"], "revision": data["revision"]}
    values |= {"by": request.user, "now": timezone.now()}
    if move == "publish":
        answering.publish_answer(found, audiences=data.get("audiences", []), **values)
    elif move == "reply":
        answering.reply(found, **values)
    else:
        answering.save_draft(found, **values)


def _theirs(current: Question, form: AnswerForm) -> list[Theirs]:
    saved = {"wording": current.released_wording, "answer": current.answer}
    return [
        Theirs(str(form.fields[name].label), text) for name, text in saved.items() if text != form.cleaned_data[name]
    ]


def _show(request: CouncilRequest, desk: Desk, form: AnswerForm, *, status: int = 200, **more: object) -> HttpResponse:
    found = desk.question
    args = [request.authority.la_code, found.publication_id, found.audience]
    context = {
        "desk": desk,
        "question": found,
        "form": form,
        "asked": _drawn(found.asked),
        "wording": _drawn(found.released_wording),
        "answer": _drawn(found.answer),
        "audience": Audience(found.audience).label,
        "shown_to": [Audience(each).label for each in found.audiences],
        "chart_url": f"{reverse('dashboards:publication-preview', args=args)}#about-{found.chart}",
        **more,
    }
    return render(request, "dashboards/questions/question.html", context, status=status)


def _drawn(text: str) -> SafeString:
    return prose_html(prose.parse(text))
