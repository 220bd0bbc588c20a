"""The one place where real parts are put together. Tests put others in by name."""

import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial

from sqlalchemy.exc import SQLAlchemyError

from api.auth.bearer import Callers
from api.auth.identity import WayIn
from api.auth.passwords import Passwords
from api.auth.sessions import Sessions
from api.commands.acts.lapse import lapse_what_is_over
from api.commands.note_unanswered import ask_the_next
from api.desk import Desk, open_desk
from api.drafting.desk import DraftDesk
from api.evidence.daily_copy import DailyCopy
from api.keeping.erasure_register import FILE, Register
from api.keeping.repeating import check_repeated, repeat_erasures
from api.keeping.retention_periods import read_periods
from api.lab.exercises import Packs
from api.lab.shelf import Shelf
from api.log_key import LogKey
from api.secret_file import secret_in
from api.settings import Settings
from api.store import LogUnavailable
from api.store.database import make_folder
from api.sweeper import Sweeper
from api.watching import WatchChild, Watcher

LOOKUP_SECRET_BYTES = 32


def now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


class InProgress:
    """Idempotency-Keys whose request is being answered by this process."""

    def __init__(self) -> None:
        self._keys: set[tuple[str, str]] = set()
        self._lock = threading.Lock()

    def begin(self, client: str, key: str) -> bool:
        """Whether nobody is answering that request yet."""
        with self._lock:
            if (client, key) in self._keys:
                return False
            self._keys.add((client, key))
            return True

    def end(self, client: str, key: str) -> None:
        """That request has been answered."""
        with self._lock:
            self._keys.discard((client, key))


@dataclass
class Service:
    """Everything a route may need. `watcher` is None where watching is turned off; nothing is started yet."""

    settings: Settings
    live: Desk
    watcher: Watcher | None
    copies: DailyCopy
    in_progress: InProgress = field(default_factory=InProgress)
    callers: Callers = field(init=False)
    way_in: WayIn = field(init=False)
    sessions: Sessions = field(init=False)
    shelf: Shelf = field(init=False)
    drafts: DraftDesk = field(init=False)
    packs: Packs = field(init=False)
    sweeper: Sweeper = field(init=False)
    _sandbox: Desk | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        live = self.live
        self.callers = Callers(live.engine)
        self.way_in = Passwords(live.engine, live.appender, live.clock)
        self.sessions = Sessions(live.engine, live.appender, live.secret, live.clock)
        self.shelf = Shelf(live.engine, live.appender, live.clock)
        self.drafts = DraftDesk(live.engine, live.appender, live.rules, live.clock)
        self.packs = Packs(live.engine, live.appender, live.clock)
        asking = partial(ask_the_next, rules=live.rules)
        purges = (self.sessions.purge, self.shelf.purge, lapse_what_is_over, asking)
        self.sweeper = Sweeper(live.appender, purges)

    def desk(self, *, sandbox: bool) -> Desk:
        """The log to write to: sandbox keys have one of their own, a file that can be deleted."""
        if not sandbox:
            return self.live
        with self._lock:
            if self._sandbox is None:
                path = self.settings.home / "sandbox.db"
                live = self.live
                self._sandbox = open_desk(
                    f"sqlite:///{path}",
                    self.settings.rules,
                    live.secret,
                    clock=live.clock,
                    random=secrets.token_bytes,
                    late_after=live.late_after,
                    periods=live.periods,
                    log_key=LogKey(self.settings.home / "sandbox.key", secrets.token_bytes),
                )
            self._follow(self._sandbox)
        return self._sandbox

    def _follow(self, sandbox: Desk) -> None:
        """A sandbox goes by the schemes that are in force."""
        here, live = sandbox.rules.in_force, self.live.rules.in_force
        followed = len(here.library.successions) == len(live.library.successions)
        if here.adoptions and followed and len(here.adoptions) == len(live.adoptions):
            return
        sandbox.follow(self.live.rules)

    def close(self) -> None:
        """Stop the watch and the copies, finish what waits, let the databases go."""
        self.copies.close()
        self.sweeper.close()
        if self.watcher is not None:
            self.watcher.close()
        for desk in (self.live, self._sandbox):
            if desk is not None:
                desk.close()


def bootstrap(
    settings: Settings,
    *,
    clock: Callable[[], datetime] = now,
    random: Callable[[int], bytes] = secrets.token_bytes,
    repeating: bool = False,
) -> Service:
    """The service for these settings: the database upgraded, the schemes in force read.

    `repeating` does again the erasures a restored log has forgotten, instead of stopping at them. Raises
    RecordError, SchemeError or LogUnavailable with what to do.
    """
    make_folder(settings.database_url)
    secret = secret_in(settings.home / "lookup.key", random(LOOKUP_SECRET_BYTES))
    live = open_desk(
        settings.database_url,
        settings.rules,
        secret,
        clock=clock,
        random=random,
        late_after=settings.late_after,
        periods=read_periods(settings.retention_file),
        register=Register(settings.home / FILE),
        log_key=LogKey(settings.home / "log.key", random, settings.log_name),
    )
    try:
        live.rules.check_files()
        if repeating:
            repeat_erasures(live)
        check_repeated(live)
    except BaseException as error:
        live.close()
        if isinstance(error, SQLAlchemyError):
            raise LogUnavailable.because("the database went while the service started.") from error
        raise
    watcher = None
    if settings.watch:
        from api.watching.log_ledger import LogLedger

        watcher = Watcher(LogLedger(live), WatchChild(settings.home / "shim"))
    copies = DailyCopy(live.engine, settings.checkpoint_to, settings.home, clock)
    return Service(settings, live, watcher, copies)
