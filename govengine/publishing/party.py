"""Who may have which part in a change of a scheme: read from the scheme that governs, never from the draft alone."""

from dataclasses import dataclass

from govengine.scheme import RoleKind, Stack
from govengine.scheme.shape import Absent

_NOT_ASKED = (RoleKind.SOFTWARE, RoleKind.COURT, RoleKind.PERSON)
_INDIVIDUAL = "individual"


@dataclass(frozen=True, slots=True)
class Parties:
    """The roles of a scheme by the part they may have in a change.

    `owners` is whoever is accountable, and those above them; `sponsors` are the roles that delegate, each for itself.
    """

    body: str
    owners: frozenset[str]
    peers: frozenset[str]
    finance: frozenset[str]
    reviewers: frozenset[str]
    """Who looks at it from lived experience; nobody where the scheme names no such role."""
    sponsors: frozenset[str]
    hosts: frozenset[str]
    bears_on_people: bool


def parties_of(governing: Stack, draft: Stack) -> Parties:
    """Who may have which part. `governing` is the draft itself where no version governs yet.

    The delegators are those of both: whoever delegates now, and whoever the draft says would.
    """
    text = governing.versions[0].text
    human = {name for name, role in governing.roles.items() if role.kind not in _NOT_ASKED}
    changing = text.changing
    peers = {one.value for one in changing.peers} if changing and changing.peers else human
    finance = changing.finance.value if changing and changing.finance else None
    lived = changing.lived_experience.value if changing and changing.lived_experience else None
    owner = text.owner.value
    return Parties(
        owner,
        _at_least(governing, governing.accountable),
        frozenset(peers),
        frozenset() if finance is None else _at_least(governing, finance),
        frozenset() if lived is None else frozenset({lived}),
        _delegators(governing) | _delegators(draft),
        frozenset(name for name in human if governing.roles[name].body == owner),
        any(_INDIVIDUAL in classes for classes in draft.kinds.values()),
    )


def _at_least(stack: Stack, role: str) -> frozenset[str]:
    return frozenset({role}) | stack.seniors(role)


def _delegators(stack: Stack) -> frozenset[str]:
    """Those who delegate the scheme's own grants; whoever is accountable, for what says of nobody that they did."""
    found = set()
    for grant in stack.grants:
        if grant.scheme == stack.scheme:
            by = None if isinstance(grant.delegated_by, Absent) else grant.delegated_by.get("role")
            found.add(str(by) if by in stack.roles else stack.accountable)
    return frozenset(found or {stack.accountable})
