"""Why the number of plans changed, as a table for a page."""

from dashboards import stock_flow
from dashboards.board import Board
from dashboards.disclosure import is_small
from safetyvalve.render.html import to_html


def account_of(board: Board) -> str:
    """The table; empty when its parts are not on record.

    Outside the programme empty as well when one of its numbers is hidden or small: the others would give it.
    """
    account = stock_flow.last_year(board.measures)
    if account is None or (account.new is None and account.ceased is None):
        return ""
    numbers = (account.new, account.ceased, account.residual)
    if not board.scope.is_inside and any(each is None or is_small(each, board.scope.threshold) for each in numbers):
        return ""
    return to_html(stock_flow.table(account))
