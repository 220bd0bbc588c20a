"""What `make run` shows before it serves: schemes adopted, a key, one decision answered."""

import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from api.auth.bearer import caller_with
from api.auth.caller import ApiRole
from api.auth.identity import LOCAL
from api.auth.passwords import first_password, hash_password
from api.bootstrap import Service, bootstrap
from api.checking import read_folders
from api.commands.answered_once import Keyed
from api.schemas.decisions import EXAMPLE
from api.settings import Settings
from api.store.accounts import any_account, create_account
from api.store.keys import create_key, find_by_hash, hash_secret

KEY_FILE = "dev.key"


def demonstrate(settings: Settings, say: Callable[[str], object]) -> None:
    """Adopt the shipped schemes, make the development key if there is none, answer one sample decision."""
    service = bootstrap(replace(settings, watch=False))
    try:
        _adopt(service, settings.rules, say)
        secret = _key(service, settings.home / KEY_FILE)
        answer = _sample(service, secret)
        first = _first_manager(service)
    finally:
        service.close()
    say("\nA sample decision: may a support worker settle a hardship payment of £620?")
    say(f"  {answer['summary']}")
    receipt = answer["receipt"]
    say(
        f"  Recorded as entry {receipt['index']}; its receipt is signed by {receipt['checkpoint'].partition(chr(10))[0]}."
    )
    say("\nAsk one yourself, in another terminal, in this folder:\n")
    say(_curl(settings))
    say(f"Or open http://{settings.host}:{settings.port}/lab in a browser.")
    if first is None:
        say("  Sign in with your own password; `govengine account reset manager` gives a new first one.\n")
    else:
        say(f"  Sign in as manager, with the first password {first} (shown only now).\n")


def _first_manager(service: Service) -> str | None:
    """The first password of the first account; None when there are accounts already."""
    with service.live.engine.connect() as connection:
        if any_account(connection):
            return None
    password = first_password()
    hashed = hash_password(password)
    body = EXAMPLE["facts"]["actor"]["body"]  # type: ignore[index]
    service.live.appender.submit(
        lambda tx: create_account(
            tx,
            LOCAL,
            "manager",
            body=str(body),
            role=ApiRole.MANAGER,
            password_hash=hashed,
            person="manager",
            acts_as=["team_manager"],
        )
    )
    return password


def _adopt(service: Service, rules: Path, say: Callable[[str], object]) -> None:
    versions = read_folders(sorted(path.parent for path in rules.glob("*/*/scheme.yaml")))
    governs = service.live.rules.in_force.library.schemes
    names = {one.name for kept in governs.values() for one in kept}
    waits = [one for one in versions if one.id in governs and one.name not in names]
    for version in waits:
        say(f"{version.name} stays a draft: its scheme governs already, so it is for a change (/changes)")
    adopted = service.live.adopt(
        [one for one in versions if one not in waits],
        by="make run",
        role="developer",
        authority="a development copy, not a public body",
        example_signatures=True,
    )
    for row in adopted:
        say(f"adopted {row.scheme}/{row.version} ({row.layer}), entry {row.entry_index}")
    if adopted:
        say("The signatures of the bodies under their shared outcomes are made up, and marked as examples.")
    else:
        say(f"{len(versions)} versions of schemes in force")


def _key(service: Service, path: Path) -> str:
    """The development key: of the example's body, in a file only its owner can read."""
    if path.exists():
        secret = path.read_text().strip()
        with service.live.engine.connect() as connection:
            if find_by_hash(connection, hash_secret(secret)) is not None:
                return secret
    body = EXAMPLE["facts"]["actor"]["body"]  # type: ignore[index]
    _, secret = service.live.appender.submit(
        lambda tx: create_key(tx, body=str(body), client="development", role=ApiRole.MANAGER)
    )
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secret + "\n")
    return secret


def _sample(service: Service, secret: str) -> dict[str, dict[str, str]]:
    with service.live.engine.connect() as connection:
        key = find_by_hash(connection, hash_secret(secret))
    assert key is not None  # just read or made
    caller = caller_with(key)
    reply = service.live.propose(EXAMPLE, caller, Keyed(os.urandom(8).hex(), "sample"))
    answer: dict[str, dict[str, str]] = json.loads(reply.body)
    return answer


def _curl(settings: Settings) -> str:
    return (
        f"curl -s http://{settings.host}:{settings.port}/v1/decisions \\\n"
        f'  -H "Authorization: Bearer $(cat {settings.home / KEY_FILE})" \\\n'
        '  -H "Content-Type: application/json" -H "Idempotency-Key: $(date +%s%N)" \\\n'
        f"  -d '{json.dumps(EXAMPLE)}'\n"
    )
