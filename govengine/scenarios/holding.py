"""What a step holds, and what keeps it from holding. Not `assert`: that is nothing at all where Python runs with -O."""


class DoesNotHoldError(AssertionError):
    """A step does not hold. Its text says, in words for whoever wrote the scenario, what was found."""


def hold(what: object, found: str) -> None:
    """Raises DoesNotHoldError with what was found, unless `what` is true."""
    if not what:
        raise DoesNotHoldError(found)
