"""An agreement's money: the grid, what comes into it, and the registers beside it."""
