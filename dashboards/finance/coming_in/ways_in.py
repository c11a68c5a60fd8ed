"""What a kept delivery says, whichever way it came."""

from dashboards.finance.blocks import Book
from dashboards.finance.coming_in import ledger_lines
from dashboards.finance.coming_in.figures import Incoming
from dashboards.finance.coming_in.kept import from_json
from dashboards.finance.months import can_have_months
from dashboards.imports import problems as kept_problems
from dashboards.models import FinanceDelivery
from dashboards.services.ledger_codes import mapping_of


def incoming_of(delivery: FinanceDelivery, book: Book) -> Incoming:
    """The cells of a delivery that waits to be confirmed; of a ledger, as its codes are mapped now."""
    problems = kept_problems.from_json(delivery.problems)
    kept = delivery.figures or {}
    if delivery.way == FinanceDelivery.Way.LEDGER:
        sheet = book.sheet(delivery.sheet)
        has_months = sheet is not None and can_have_months(sheet)
        return ledger_lines.incoming(kept, mapping_of(book.agreement.authority), problems, has_months=has_months)
    return from_json(kept, problems, delivery.summary)
