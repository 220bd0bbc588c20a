"""How long what may be acted on counts towards limits before it is taken: as the scheme says (`reserve:`)."""

from datetime import date, datetime, timedelta

from govengine.feel.operations import add_months
from govengine.feel.values import Months
from govengine.record import instant_text
from govengine.scheme import Stack


def reserved_from(stack: Stack, now: datetime) -> str | None:
    """Until when a reservation that begins now counts; None where the scheme sets no time."""
    return None if stack.reserve is None else instant_text(after(now, stack.reserve))


def after(moment: datetime, length: timedelta | Months) -> datetime:
    """The moment so much later; months keep the day and the time of day, as far as the month has it."""
    if isinstance(length, Months):
        day: date = add_months(moment.date(), length.months)
        return datetime.combine(day, moment.timetz())
    return moment + length
