"""The desk of a log to be simulated: its keys come from the seed, and no other log may lie in the same folder."""

from datetime import UTC, datetime, time
from pathlib import Path

from api.desk import Desk, open_desk
from api.log_key import LogKey
from api.secret_file import secret_in
from api.settings import Settings
from api.simulation import chance
from api.simulation.world import Plan
from api.store.database import make_folder
from govengine.errors import Problem, RecordError


def open_simulation(settings: Settings, plan: Plan) -> Desk:
    """The desk, its clock standing at the plan's start.

    Raises RecordError `simulation-home` where the folder holds the keys of another log.
    """
    home = settings.home
    _keep(home / "lookup.key", chance.lookup_secret(plan.seed))
    _keep(home / "log.key", chance.log_key(plan.seed).text().encode())
    make_folder(settings.database_url)
    random = chance.stream(plan.seed, "adoption").randbytes
    return open_desk(
        settings.database_url,
        settings.rules,
        chance.lookup_secret(plan.seed),
        clock=lambda: datetime.combine(plan.start, time(), UTC),
        random=random,
        late_after=plan.late_after,
        log_key=LogKey(home / "log.key", random),
    )


def _keep(path: Path, secret: bytes) -> None:
    if secret_in(path, secret, least=1) != secret:
        message = "This folder holds the keys of another log."
        what_to_do = "Name a folder of its own for the simulation with --home."
        raise RecordError([Problem("simulation-home", message, what_to_do, str(path.parent))])
