"""What a kept delivery says, whichever way it came."""

from dashboards.finance.blocks import Book
from dashboards.finance.coming_in import Incoming, from_json
from dashboards.imports import problems as kept_problems
from dashboards.models import FinanceDelivery


def incoming_of(delivery: FinanceDelivery, book: Book) -> Incoming:
    """The cells of a delivery that waits to be confirmed."""
    problems = kept_problems.from_json(delivery.problems)
    return from_json(delivery.figures or {}, problems, delivery.summary)
