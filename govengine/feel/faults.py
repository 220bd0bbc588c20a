"""What can be wrong with an expression, placed by its offset in the expression's own text.

Whoever reads expressions out of a file turns the offset into `file:line:column`.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One mistake. `start` is an offset from 0 into the expression's text."""

    code: str
    message: str
    what_to_do: str
    start: int = 0
    did_you_mean: str | None = None


class SyntaxFault(Exception):  # noqa: N818 - it carries a Fault, and is named for it
    """The text is not an expression. Carries the one fault found; nothing after it can be read."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault
