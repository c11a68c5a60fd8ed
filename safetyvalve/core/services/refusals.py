"""Saying no, in sentences."""


class NotAllowed(Exception):
    """Something may not be done now. ``reasons`` are sentences for the person who asked."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons
