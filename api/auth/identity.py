"""Who somebody is, and how that is shown. The seam for OpenID Connect: docs/decisions/0006."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

LOCAL = "local"
"""The issuer of identities that are shown by a password kept here."""


@dataclass(frozen=True, slots=True)
class Identity:
    """A person as whoever vouches for them names them: OpenID Connect's `iss` and `sub`.

    An account belongs to one identity, so everything behind signing in is the same whoever vouches.
    """

    issuer: str
    subject: str


class WayIn(Protocol):
    """A way to show who one is.

    `api.auth.passwords.Passwords` is one. A provider of OpenID Connect would be another: `sent` is then the
    query it sends the browser back with, and what is checked is its code and token.
    """

    def identity(self, sent: Mapping[str, str]) -> Identity | None:
        """Who sent this, or None when it does not show it. Raises TooManyTries or Busy."""


class Busy(Exception):  # noqa: N818 - a state, told to whoever tries
    """So many are showing who they are that nobody else is looked at just now."""


class TooManyTries(Exception):  # noqa: N818 - a state, told to whoever tries
    """This name was tried too often; nothing was looked at."""
