"""What is wrong with one cell."""


class WrongValue(ValueError):
    """A cell that cannot be read. ``reason`` follows a name ("must be a whole number"); as text it is a sentence.

    Neither ever quotes the cell: files may hold rows about children.
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(f"The value {reason}.")
