"""Change the key a log signs with: an entry signed by the old and by the new key, from which on the new one signs."""

from functools import partial

from api.log_key import LogKey
from api.store import Appended, Appender, LogUnavailable, Transaction
from api.store.head import read_head
from api.store.signing import keys_of_log
from govengine.errors import Problem, RecordError
from govengine.record import Kind, VerifierKey, sign_rotation


def change_log_key(appender: Appender, log_key: LogKey, *, by: str | None = None) -> Appended:
    """Change the key. `by` is who has it changed (personal).

    Raises LogUnavailable when nothing was changed, and RecordError as `rotate_log_key`.
    """
    appended = appender.submit(partial(rotate_log_key, log_key=log_key, by=by))
    settle_after_change(appender, log_key)
    return appended


def settle_after_change(appender: Appender, log_key: LogKey) -> None:
    """Let the key before go, once the committed log no longer needs it. Done at the next start if not now."""
    try:
        appender.submit(partial(settle_log_key, log_key=log_key))
    except LogUnavailable:
        return  # the log has changed over all the same, and both keys are there


def rotate_log_key(tx: Transaction, *, log_key: LogKey, by: str | None) -> Appended:
    """Make the next key and append the entry both sign. The old one stays on disk until `settle_log_key`.

    Raises RecordError: `no-log-key` before the log has signed anything, `key-changing` when another change
    is in the same batch, and those of `LogKey.open`.
    """
    size, known = _signing(tx)
    if not known:
        message = "The log has signed nothing yet, so it has no key to change."
        raise RecordError([Problem("no-log-key", message, "Adopt a scheme first.")])
    if known[-1][0] > size:
        # Its key is not the log's before the commit, and the file of the next one has no room for two.
        message = "The log's key is being changed at this moment."
        raise RecordError([Problem("key-changing", message, "See who signs now with: govengine log keys.")])
    verifier = known[-1][1].text()
    old, new = log_key.open(verifier), log_key.prepare_next(verifier)
    fields = {"attested": "client", "rotation": sign_rotation(old, new, tx.next_index)}
    appended = tx.append(Kind.KEY_ROTATED, fields, {} if by is None else {"rotated_by": by})
    tx.sign_with(new.verifier)
    return appended


def settle_log_key(tx: Transaction, *, log_key: LogKey) -> None:
    """Let only the key by which the committed log signs remain in its place."""
    size, known = _signing(tx)
    committed = [key for since, key in known if since <= size]
    if committed:
        log_key.settle(committed[-1].text())


def _signing(tx: Transaction) -> tuple[int, list[tuple[int, VerifierKey]]]:
    # The head moves at the end of a batch: keys known from beyond it are not committed.
    return read_head(tx.connection).size, keys_of_log(tx.connection)
