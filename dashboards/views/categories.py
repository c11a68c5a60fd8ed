"""Codes and groupings: what headings are called, how they are grouped, and what the codes of a return mean."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from dashboards import categories
from dashboards.forms.categories import GroupingForm, HeadingsForm, ListForm, ReturnCodesForm
from dashboards.models import Category, Crosswalk, ReturnCode
from dashboards.services import categories as services
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.roles import Permission

Save = Callable[[str | None], bool]


@dataclass(frozen=True)
class Listed:
    """A line of the overview: a list, how long it is, and in how many rows the council says otherwise."""

    name: str
    about: str
    url: str
    length: int
    changed: int


@dataclass(frozen=True)
class Page:
    """What one list's page is called and says, its columns and address, and the digest of the list as it stands."""

    title: str
    about: str
    columns: tuple[str, ...]
    url: str
    seen: str


@requires(Permission.MEASURE_MANAGE)
def codes(request: CouncilRequest) -> HttpResponse:
    """Every list, and which of them the council has changed. A query for each kind of list."""
    authority = request.authority
    headings = _counted(Category.objects.usable_by(authority), lambda row: (row.topic,))
    grouped = _counted(Crosswalk.objects.usable_by(authority), lambda row: (row.topic, row.group_topic))
    returned = _counted(ReturnCode.objects.usable_by(authority), lambda row: (row.item,))
    context = {
        "groupings": [
            _listed(request, "grouping", (each.topic, each.group_topic), grouped, each.name)
            for each in categories.GROUPINGS
        ],
        "topics": [
            _listed(request, "headings", (topic.code,), headings, topic.name)
            for topic in categories.TOPICS.values()
            if not topic.is_open
        ],
        "items": [
            _listed(request, "return-codes", (item.item,), returned, item.name, item.item)
            for item in categories.RETURN_ITEMS.values()
        ],
        "is_empty": not headings,
    }
    return render(request, "dashboards/categories.html", context)


@requires(Permission.MEASURE_MANAGE)
def headings(request: CouncilRequest, topic: str) -> HttpResponse:
    """What the headings of one topic are called, and their order."""
    known = categories.TOPICS.get(topic)
    rows = categories.codes(request.authority, topic) if known and not known.is_open else []
    if known is None or not rows:
        raise Http404
    shipped = {row.code: row for row in Category.objects.filter(authority=None, topic=topic)}
    form = HeadingsForm(_data(request), rows=rows, shipped=shipped)
    page = Page(
        known.name,
        "As charts, tables and returns word these headings, in the order of their places. Figures are kept by their"
        " codes, so a new wording holds for old figures too.",
        ("Code", "Label", "Place", "Standing"),
        reverse("dashboards:headings", args=[request.authority.la_code, topic]),
        services.digest({row.code: (row.label, row.order) for row in rows}),
    )

    def save(seen: str | None) -> bool:
        wanted = form.headings if form.is_bound else {code: (row.label, row.order) for code, row in shipped.items()}
        return services.set_headings(request.authority, topic, wanted, seen=seen, by=request.user, now=timezone.now())

    return _answer(request, form, page, save)


@requires(Permission.MEASURE_MANAGE)
def grouping(request: CouncilRequest, topic: str, group_topic: str) -> HttpResponse:
    """Into which group each heading goes."""
    chosen = next((g for g in categories.GROUPINGS if (g.topic, g.group_topic) == (topic, group_topic)), None)
    rows = categories.codes(request.authority, topic) if chosen else []
    if chosen is None or not rows:
        raise Http404
    standing = categories.crosswalk(request.authority, topic, group_topic)
    found = Crosswalk.objects.filter(authority=None, topic=topic, group_topic=group_topic)
    shipped = dict(found.values_list("code", "group_code"))
    form = GroupingForm(
        _data(request),
        rows=rows,
        groups=categories.codes(request.authority, group_topic),
        standing=standing,
        shipped=shipped,
    )
    page = Page(
        chosen.name,
        f"{chosen.about} Figures are kept by the finest heading and grouped when they are read, so a change regroups"
        " earlier figures too.",
        ("Heading", "Group", "Standing"),
        reverse("dashboards:grouping", args=[request.authority.la_code, topic, group_topic]),
        services.digest(standing),
    )

    def save(seen: str | None) -> bool:
        wanted = form.groups if form.is_bound else shipped
        return services.set_grouping(
            request.authority, topic, group_topic, wanted, seen=seen, by=request.user, now=timezone.now()
        )

    return _answer(request, form, page, save)


@requires(Permission.MEASURE_MANAGE)
def return_codes(request: CouncilRequest, item: str) -> HttpResponse:
    """What the codes of one SEN2 item mean."""
    known = categories.RETURN_ITEMS.get(item)
    standing = categories.return_codes(request.authority).get(item, {}) if known else {}
    if known is None or not standing:
        raise Http404
    found = ReturnCode.objects.filter(authority=None, item=item).values_list("code", "meaning")
    shipped = {code.upper(): meaning for code, meaning in found}
    meanings = list(known.meanings) or [
        (row.code, row.label) for row in categories.codes(request.authority, known.topic)
    ]
    form = ReturnCodesForm(
        _data(request),
        standing=standing,
        shipped=shipped,
        meanings=meanings,
    )
    page = Page(
        known.name,
        f"What each code of the item {item} is counted as when a SEN2 file is read. Not every letter is published, so"
        " set here what your system writes. Figures already on record stay as they are until the file is read again.",
        ("Code", "Counted as", "Standing"),
        reverse("dashboards:return-codes", args=[request.authority.la_code, item]),
        services.digest(standing),
    )

    def save(seen: str | None) -> bool:
        wanted = form.meanings if form.is_bound else shipped
        return services.set_return_codes(
            request.authority, item, wanted, seen=seen, by=request.user, now=timezone.now()
        )

    return _answer(request, form, page, save)


def _data(request: CouncilRequest) -> Any:
    """What was sent, unless it asks for the shipped list: then the boxes do not matter."""
    return request.POST if request.method == "POST" and "reset" not in request.POST else None


def _answer(request: CouncilRequest, form: ListForm, page: Page, save: Save) -> HttpResponse:
    """Save, ask whether to go back to the shipped list, do so, or show the page."""
    reset = request.POST.get("reset") if request.method == "POST" else None
    if reset == "yes" or form.is_valid():
        try:
            is_changed = save(request.POST.get("seen") if form.is_bound else None)
        except services.Moved as moved:
            form.add_error(None, str(moved))
        else:
            done = "This list is as shipped again." if reset else "Saved. Figures are read this way from now on."
            messages.success(request, done if is_changed else "Nothing was different, so nothing was saved.")
            return redirect(page.url)
    changed = sum(line.is_changed for line in form.lines)
    words = "One row differs" if changed == 1 else f"{changed} rows differ"
    context = {"form": form, "page": page, "changed": f"{words} from what is shipped." if changed else ""}
    if reset:
        return render(request, "dashboards/categories_reset.html", context)
    return render(request, "dashboards/categories_edit.html", context, status=422 if form.is_bound else 200)


def _counted(rows: Any, key: Callable[[Any], tuple[str, ...]]) -> dict[tuple[str, ...], tuple[int, int]]:
    """How many rows each list has and how many of them are the council's own. One query."""
    codes_of: dict[tuple[str, ...], set[str]] = {}
    own: dict[tuple[str, ...], int] = {}
    for row in rows:
        codes_of.setdefault(key(row), set()).add(row.code)
        own[key(row)] = own.get(key(row), 0) + (row.authority_id is not None)
    return {name: (len(found), own[name]) for name, found in codes_of.items()}


def _listed(
    request: CouncilRequest,
    view: str,
    names: tuple[str, ...],
    counted: Mapping[tuple[str, ...], tuple[int, int]],
    name: str,
    about: str = "",
) -> Listed:
    length, changed = counted.get(names, (0, 0))
    url = reverse(f"dashboards:{view}", args=[request.authority.la_code, *names])
    return Listed(name, about, url, length, changed)
