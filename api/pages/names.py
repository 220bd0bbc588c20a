"""Schemes, roles and bodies as people call them: by the latest text of the schemes that are in force."""

from api.routes.request import service
from govengine.scheme.format import SchemeText


def scheme_title(scheme: str) -> str:
    """The title of a scheme; its name where none of that name is in force."""
    versions = service().live.rules.in_force.library.schemes.get(scheme, ())
    return versions[-1].text.title.value if versions else scheme


def role_title(name: str) -> str:
    """What a role is called, in any scheme that declares it."""
    declared = (one.roles[name].value for one in _texts() if name in one.roles)
    titles = (one.title.value for one in declared if one.title is not None)
    return next(titles, name.replace("_", " "))


def body_title(name: str) -> str:
    """What a body is called, in any scheme that names it."""
    return next((one.bodies[name].value.title.value for one in _texts() if name in one.bodies), name)


def _texts() -> list[SchemeText]:
    return [versions[-1].text for versions in service().live.rules.in_force.library.schemes.values()]
