"""How a pilot becomes part of the base scheme: by a new grant that says so, on a minute, under an id of its own.

An id goes on meaning what the record says it meant. A grant that took a pilot's id would make the pilot's decisions
look as if they had been taken under the rule that followed it.
"""

from collections.abc import Iterable, Iterator

from govengine.errors import Problem
from govengine.scheme.checks.pilots import is_pilot
from govengine.scheme.version import Version


def graduations(version: Version, earlier: Iterable[Version]) -> Iterator[Problem]:
    """What is wrong with the grants of a version, seen beside the pilots of the earlier versions of the scheme."""
    tried = {grant.id.value: one.version for one in earlier for grant in one.text.grants if is_pilot(grant)}
    for grant in version.text.grants:
        name = grant.id.value
        if name in tried and not is_pilot(grant):
            yield Problem(
                "pilot-id",
                f"{name} was a pilot in version {tried[name]}.",
                f"Give the grant an id of its own, with graduates: {name}.",
                str(grant.id.place),
            )
        said = grant.graduates
        if said is None:
            continue
        if is_pilot(grant) or said.value not in tried:
            message = (
                f"{name} is still a pilot, and graduates: goes with a grant that is not."
                if is_pilot(grant)
                else f"No earlier version of {version.id} has a pilot called {said.value!r}."
            )
            what_to_do = "Name the pilot it comes from, or leave graduates: out."
            yield Problem("graduation", message, what_to_do, str(said.place))
        elif grant.authority is None:
            message = f"{name} says no authority for the pilot's having become the rule."
            what_to_do = "Add authority: with the reference of the minute."
            yield Problem("graduation", message, what_to_do, str(said.place))
