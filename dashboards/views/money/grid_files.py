"""A sheet as a file: the workbook that computes itself, and the same figures as JSON."""

import json

from django.http import Http404, HttpResponse
from django.utils import timezone

from conditions.views.record import get_agreement
from dashboards.finance import blocks as reading
from dashboards.finance.bridge import year_shown
from dashboards.finance.commitments.facts import facts as committed_facts
from dashboards.finance.commitments.reading import read_beside
from dashboards.finance.facts import facts
from dashboards.finance.months import facts as month_facts
from dashboards.finance.months import read_months
from dashboards.views.money.grid import chosen_sheet
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.roles import Permission

TYPES = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "json": "application/json"}


@requires(Permission.AGREEMENT_VIEW)
def finance_file(request: CouncilRequest, agreement_slug: str, format: str) -> HttpResponse:
    """The sheet of the address in one of the formats."""
    if format not in TYPES:
        raise Http404
    book = reading.read(get_agreement(request, agreement_slug))
    sheet = chosen_sheet(request, book)
    months = read_months(book, sheet)
    committed = read_beside(book, today=timezone.localdate())
    if format == "json":
        told = {**facts(book, sheet), "months": month_facts(months), "commitments": committed_facts(committed)}
        content = json.dumps(told, ensure_ascii=False, indent=1).encode()
    else:
        from dashboards.finance.workbook import workbook

        content = workbook(
            book, sheet, at=timezone.now(), bridge_of=year_shown(book, sheet), months=months, committed=committed
        )
    name = f"{request.authority.la_code}-finance-{sheet.code}.{format}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=TYPES[format], headers=headers)
