"""A log with what is needed to decide and record in it: the service has one, and one for sandbox keys."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from api.auth.caller import Caller
from api.commands.adopt import Adopted, adopt
from api.commands.answered_once import Answered, Keyed, same_request, with_receipt
from api.commands.changes.follow import follow
from api.commands.decision_reply import reply_again
from api.commands.outcome_adopting import HandedIn
from api.commands.propose import Proposal, propose, read_proposal
from api.commands.rotate_log_key import settle_after_change
from api.keeping.erasure_register import Register
from api.keeping.retention_periods import Periods
from api.log_key import LogKey
from api.rule_store import RulesChanged, RuleStore
from api.store import Appender, LogUnavailable, connect, upgrade
from api.store.idempotency import Remembered, recall
from api.store.proofs import receipt_of
from api.store.signing import last_key
from api.store.transaction import Transaction
from govengine.errors import GovengineError
from govengine.scheme import Version

ATTEMPTS = 3
"""How often a question is read again because the rules changed under it."""


@dataclass(frozen=True, slots=True)
class Desk:
    """`secret` keys look-ups of people; `clock()` is aware."""

    engine: Engine
    appender: Appender
    rules: RuleStore
    secret: bytes
    clock: Callable[[], datetime]
    late_after: timedelta
    log_key: LogKey
    periods: Periods = field(default_factory=Periods)
    register: Register | None = None
    """Erasures are entered in it as well; a sandbox has none, since it can be deleted as a whole."""

    def propose(self, sent: Any, caller: Caller, keyed: Keyed) -> Remembered:
        """Decide and record. Raises RequestError, NotPartyError, KeyReusedError or LogUnavailable."""
        for _ in range(ATTEMPTS):
            try:
                proposal = self._read(sent, caller)
            except GovengineError:
                # What was answered once is answered so again, even if it could not be asked any more.
                earlier = self._answered(caller, keyed)
                if earlier is None:
                    raise
                return earlier
            try:
                command = partial(propose, proposal=proposal, keyed=keyed)
                return self._receipted(self.appender.submit(command, proposal.foreseen(keyed)))
            except RulesChanged:
                self.rules.reload()
        raise RulesChanged

    def record(self, command: Callable[[Transaction], Answered]) -> Remembered:
        """Run a command that records, and give its reply the receipt of its entry. Raises what it raises."""
        for attempt in range(ATTEMPTS):
            try:
                done = self.appender.submit(command)
                break
            except RulesChanged:
                if attempt + 1 == ATTEMPTS:
                    raise
                self.rules.reload()
        return self._receipted(done)

    def _receipted(self, done: Answered) -> Remembered:
        if done.appended is None:
            return self._again(done.reply)
        return with_receipt(done.reply, done.appended.receipt())

    def _answered(self, caller: Caller, keyed: Keyed) -> Remembered | None:
        with self.engine.connect() as connection:
            earlier = recall(connection, caller.client, keyed.key)
        return None if earlier is None else self._again(same_request(earlier, keyed))

    def _again(self, reply: Remembered) -> Remembered:
        """A reply given before, with the receipt it had."""
        if reply.entry_index is None:
            return reply
        index = reply.entry_index
        with self.engine.connect() as connection:
            body = reply.body or reply_again(connection, self.rules, index)
            return with_receipt(replace(reply, body=body), receipt_of(connection, index))

    def _read(self, sent: Any, caller: Caller) -> Proposal:
        def read() -> Proposal:
            return read_proposal(
                sent,
                caller,
                self.rules.in_force,
                now=self.clock(),
                late_after=self.late_after,
                secret=self.secret,
            )

        try:
            return read()
        except GovengineError:
            # What is unknown here may have been adopted by another process.
            if self.rules.reload_if_changed():
                return read()
            raise

    def adopt(
        self,
        versions: list[Version],
        *,
        by: str,
        role: str,
        authority: str,
        signatures: Sequence[HandedIn] = (),
        example_signatures: bool = False,
        anew: bool = False,
    ) -> list[Adopted]:
        """Adopt versions and govern by them from here on, as the command `adopt` does.

        `anew` is as in that command, and no address and no command line passes it.

        Raises LogUnavailable when nothing was adopted.
        """
        try:
            in_force = self.rules.reload().library
        except SQLAlchemyError as error:
            raise LogUnavailable.because("the schemes in force cannot be read.") from error

        def command(tx: Transaction) -> list[Adopted]:
            return adopt(
                tx,
                versions,
                in_force,
                by=by,
                role=role,
                authority=authority,
                signatures=signatures,
                example_signatures=example_signatures,
                anew=anew,
            )

        adopted = self.appender.submit(command)
        with suppress(SQLAlchemyError):  # it is adopted; whoever asks under the old rules has them read again
            self.rules.reload()
        return adopted

    def follow(self, other: RuleStore) -> None:
        """Go by what is in force in another log. Raises SchemeError."""
        live, here = other.in_force, self.rules.reload().library
        self.appender.submit(lambda tx: follow(tx, live, here))
        self.rules.reload()

    def close(self) -> None:
        """Finish what waits and let the database go."""
        self.appender.close()
        self.engine.dispose()


def open_desk(
    url: str,
    rules: Path,
    secret: bytes,
    *,
    clock: Callable[[], datetime],
    random: Callable[[int], bytes],
    late_after: timedelta,
    log_key: LogKey,
    periods: Periods | None = None,
    register: Register | None = None,
) -> Desk:
    """The desk of the log at `url`, brought up to date. Raises RecordError `log-key` without the log's key."""
    engine = connect(url)
    try:
        upgrade(engine)
        with engine.connect() as connection:
            verifier = last_key(connection)
        log_key.open(verifier)
        kept = RuleStore(engine, rules)
    except BaseException as error:
        engine.dispose()
        if isinstance(error, SQLAlchemyError):
            raise LogUnavailable.because(
                "the database cannot be opened, or not be brought up to date."
            ) from error
        raise
    appender = Appender(engine, clock, random, log_key)
    if verifier is None and kept.in_force.adoptions:
        appender.submit(lambda _: None)  # a log from before there were signatures gets its first
    if log_key.changing:
        settle_after_change(appender, log_key)
    return Desk(engine, appender, kept, secret, clock, late_after, log_key, periods or Periods(), register)
