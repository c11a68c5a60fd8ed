"""The style guide: every component with made-up data, on one page."""
