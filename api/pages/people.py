"""Who did something and when, as pages say it."""

from api.routes.request import service
from api.store.accounts import list_accounts


def names_of_people() -> dict[str, str]:
    """Accounts' names by their ids. Somebody who is known by a client alone goes by what the client calls them."""
    with service().live.engine.connect() as connection:
        return {one.id: one.subject for one in list_accounts(connection)}


def moment_in_words(at: str) -> str:
    """`2026-05-02 at 09:00`, in UTC, of a recorded time."""
    return f"{at[:10]} at {at[11:16]} UTC"
