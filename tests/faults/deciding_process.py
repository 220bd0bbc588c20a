"""A process that decides and records a fixed set of questions: `all folder order workers`, or one worker's share.

Prints what was answered and what was recorded, one line a question, without what is new each time: ids, salts
(and so commitments), the place in the log, and the hash made of them.
"""

import json
import subprocess
import sys
from pathlib import Path

from api.auth.caller import ApiRole, Caller
from api.bootstrap import Service, bootstrap
from api.commands.answered_once import Keyed
from api.rule_store import read_rules
from api.settings import Settings
from api.store import LogUnavailable
from api.store.reading import stored_entries
from govengine.record import Kind
from govengine.scheme import Version
from tests.api.conftest import Clock, question

NEW_EACH_TIME = ("commitments", "id", "index", "recorded_at", "keys")
QUESTIONS = 48
AMOUNTS = ("12.34", "500.00", "500.01", "1999.99", "5000", None)


def questions() -> list[dict[str, object]]:
    """The questions, each about somebody else, so that none counts another."""
    return [
        question(
            person__ref=f"p-{number}",
            decision__amount=AMOUNTS[number % len(AMOUNTS)],
            person__consent=(True, False, None)[number % 3],
            decision__other_help_tried=(True, None)[number % 2],
        )
        | {"reference": str(number), "as_of": "2026-05-02T11:00:00+01:00"}
        for number in range(QUESTIONS)
    ]


def open_service(folder: Path) -> Service:
    """The service over the folder, at a moment that stands still."""
    home = folder / "home"
    return bootstrap(
        Settings(f"sqlite:///{folder / 'log.db'}", folder / "rules", home, watch=False), clock=Clock()
    )


def adopt(service: Service, order: str) -> None:
    """Adopt what lies in the rules folder, read in this order."""
    versions = [version for version, _ in read_rules(service.settings.rules) if version is not None]
    if order == "reversed":
        versions = [_reversed(version) for version in reversed(versions)]
    service.live.adopt(versions, by="u-1", role="owner", authority="minute 7", example_signatures=True)


def _reversed(version: Version) -> Version:
    from govengine.scheme import read_version

    again, _ = read_version(dict(reversed(version.files.items())))
    assert again is not None
    assert again.digest == version.digest, "the digest depends on the order of files"
    return again


def work(folder: Path, which: int, workers: int) -> None:
    """Propose this worker's share, each line of output an answer."""
    service = open_service(folder)
    caller = Caller("k", "c", "northbridge-council", ApiRole.CALLER, False)
    for number, sent in list(enumerate(questions()))[which::workers]:
        while True:
            try:
                reply = service.live.propose(sent, caller, Keyed(f"q-{number}", "h"))
            except LogUnavailable:
                continue
            break
        body = json.loads(reply.body)
        answer = json.dumps([body["determination"], body["summary"]], ensure_ascii=False)
        print(f"{number:03} answer {answer}", flush=True)
    service.close()


def recorded(folder: Path) -> list[str]:
    """What the log holds of each question."""
    service = open_service(folder)
    lines = []
    with service.live.engine.connect() as connection:
        for row in stored_entries(connection):
            leaf, side = json.loads(row.leaf), json.loads(row.side or b"{}")
            kept = {name: value for name, value in leaf.items() if name not in NEW_EACH_TIME}
            values = {"values": side.get("values"), "reference": side.get("reference")}
            name = (
                f"{int(side['reference']):03}" if row.kind == Kind.DECISION_PROPOSED else f"entry {row.index}"
            )
            lines.append(f"{name} record {json.dumps([kept, values], ensure_ascii=False)}")
    service.close()
    return lines


def everything(folder: Path, order: str, workers: int) -> None:
    """Adopt, let the workers propose, and print all that came of it, by question."""
    service = open_service(folder)
    adopt(service, order)
    service.close()
    shares = [
        subprocess.Popen(
            [sys.executable, __file__, "share", str(folder), str(which), str(workers)],
            stdout=subprocess.PIPE,
            text=True,
        )
        for which in range(workers)
    ]
    lines = []
    for share in shares:
        said, _ = share.communicate()
        assert share.returncode == 0
        lines += said.splitlines()
    print("\n".join(sorted([*lines, *recorded(folder)])))


if __name__ == "__main__":
    what, where, one, two = sys.argv[1:]
    if what == "all":
        everything(Path(where), one, int(two))
    else:
        work(Path(where), int(one), int(two))
