"""Why the number of plans changed, as a table for a page."""

from dashboards import stock_flow
from dashboards.board import Board
from dashboards.disclosure import suppress
from safetyvalve.render.html import to_html


def account_of(board: Board) -> str:
    """The table; empty when its parts are not on record. Outside the programme with small counts hidden."""
    account = stock_flow.last_year(board.measures)
    if account is None or (account.new is None and account.ceased is None):
        return ""
    table = stock_flow.table(account)
    return to_html(table if board.scope.is_inside else suppress(table, board.scope.threshold))
