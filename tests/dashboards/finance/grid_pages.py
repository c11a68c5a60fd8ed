"""The finance grid's pages, for tests."""

GRID = "/c/999/finance/safety-valve/"
FORECAST = "?sheet=forecast.update-1-2024-25"
USE = f"{GRID}periods/update-1-2024-25/2024-25/use/"
