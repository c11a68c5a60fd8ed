"""Remembered mappings: how this council's own spreadsheets are read. Looked at, renamed and forgotten here."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from dashboards.forms.mapping import RenameMappingForm
from dashboards.imports.mapping_spec import MEASURE_PREFIX, MappingSpec, measure_of
from dashboards.imports.mapping_words import BY_KEY, Shape
from dashboards.imports.vocabulary import Vocabulary
from dashboards.models import ColumnMapping
from dashboards.services import mappings as services
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.roles import Permission


@dataclass(frozen=True)
class Shown:
    """One mapping as the page lists it: what is read from which column."""

    mapping: ColumnMapping
    shape: str
    columns: tuple[tuple[str, str], ...]


@requires(Permission.MEASURE_MANAGE)
def mappings(request: CouncilRequest) -> HttpResponse:
    """Every remembered mapping with the columns it reads."""
    found = list(ColumnMapping.objects.filter(authority=request.authority).select_related("updated_by"))
    vocabulary = Vocabulary.of(request.authority) if any(each.shape == Shape.WIDE for each in found) else None
    context = {"mappings": [_shown(each, vocabulary) for each in found]}
    return render(request, "dashboards/mappings.html", context)


@requires(Permission.MEASURE_MANAGE)
def mapping_rename(request: CouncilRequest, mapping_id: int) -> HttpResponse:
    """Give a mapping another name."""
    mapping = _get(request, mapping_id)
    form = RenameMappingForm(request.POST or None, initial={"name": mapping.name})
    if form.is_valid():
        try:
            renamed = services.rename(mapping, form.cleaned_data["name"], by=request.user, now=timezone.now())
        except services.NameTaken:
            form.add_error("name", "Choose another name: there is already a mapping of this name")
        else:
            messages.success(request, f"The mapping is now called {renamed.name}.")
            return redirect("dashboards:mappings", request.authority.la_code)
    context = {"form": form, "mapping": mapping}
    return render(request, "dashboards/mapping_rename.html", context, status=422 if form.is_bound else 200)


@requires(Permission.MEASURE_MANAGE)
def mapping_delete(request: CouncilRequest, mapping_id: int) -> HttpResponse:
    """Asks before a mapping is forgotten. Another name than the one that was shown asks again."""
    mapping = _get(request, mapping_id)
    if request.method == "POST" and request.POST.get("name") == mapping.name:
        name = mapping.name
        services.delete(mapping, by=request.user, now=timezone.now())
        messages.success(request, f"The mapping {name} was deleted.")
        return redirect("dashboards:mappings", request.authority.la_code)
    url = reverse("dashboards:mappings", args=[request.authority.la_code])
    return render(request, "dashboards/mapping_delete.html", {"mapping": mapping, "back_url": url})


def _get(request: CouncilRequest, mapping_id: int) -> ColumnMapping:
    """The council's mapping. Raises Http404."""
    mapping = ColumnMapping.objects.filter(authority=request.authority, pk=mapping_id).first()
    if mapping is None:
        raise Http404
    return mapping


def _shown(mapping: ColumnMapping, vocabulary: Vocabulary | None) -> Shown:
    known = BY_KEY[Shape(mapping.shape)]
    columns = tuple(
        (heading, known[target].label if target in known else _measure(target, vocabulary))
        for heading, target in MappingSpec.of(mapping).used.items()
    )
    return Shown(mapping, mapping.get_shape_display(), columns)


def _measure(target: str, vocabulary: Vocabulary | None) -> str:
    """What a wide mapping's column holds: the measure's name, and the heading it is divided by."""
    code, topic, breakdown = measure_of(target)
    if not target.startswith(MEASURE_PREFIX) or vocabulary is None or code not in vocabulary.indicators:
        return code
    name = vocabulary.indicators[code].name
    return f"{name}: {vocabulary.label(topic, breakdown)}" if topic else name
