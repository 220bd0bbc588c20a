"""`make fuzz`: bytes that look for new ways through the readers, guided by what they reach; `pip install --group fuzz`.

    make fuzz SECONDS=600

Each reader is given bytes for so long. Whatever comes out that is not our own error with a place is kept as a file
`crash-…` where it was run, and ends the run with 1. What the property tests hold of any text is held here as well.
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

RULES = Path(__file__).parents[1] / "rules"
LONGEST = 4_096
READERS = ("expression", "scheme", "table", "model")

Taken = Callable[[bytes], object]


def _taken_by(reader: str) -> tuple[Taken, list[bytes]]:
    """What takes any bytes, and examples to begin with. Imported here: only what is imported now is followed."""
    from tests.dmn.models import document, table
    from tests.dmn.test_reading import read_or_refused
    from tests.feel.test_parsing import ends_in_a_value_or_a_fault
    from tests.scheme.test_any_bytes import LIMITS, SCHEME, ends_well

    def shipped(pattern: str) -> list[bytes]:
        return [path.read_bytes() for path in sorted(RULES.glob(pattern))]

    match reader:
        case "expression":
            examples = [
                b'decision.amount <= 500 and actor.role in ("support_worker", "manager") and not(person.consent)',
                b'date("2026-02-30") - duration("P1D") > @"2026-01-01" and every x in [1..3] satisfies x < 4',
            ]
            return lambda data: ends_in_a_value_or_a_fault(data.decode("utf-8", "replace")), examples
        case "scheme":
            return ends_well, [SCHEME, *shipped("*/*/scheme.yaml")]
        case "table":
            return lambda data: ends_well(SCHEME, data), [LIMITS, *shipped("*/*/*.csv")]
        case _:
            model = document(table('hitPolicy="FIRST"', [(["< 5"], ["1"]), (["-"], ["x + 1"])]))
            return read_or_refused, [model]


def fuzz(reader: str, folder: Path, seconds: int) -> None:
    """Give one reader bytes; the process ends with it."""
    import atheris

    with atheris.instrument_imports(include=["govengine"]):
        taken, examples = _taken_by(reader)
    for number, example in enumerate(examples):
        (folder / str(number)).write_bytes(example)
    options = [f"-max_total_time={seconds}", f"-max_len={LONGEST}", "-timeout=30", str(folder)]
    atheris.Setup([sys.argv[0], *options], taken)
    atheris.Fuzz()


def main(seconds: int) -> int:
    """Every reader in a process of its own. 1 when one of them let something through."""
    failed = []
    for reader in READERS:
        print(f"{reader}: {seconds} s", file=sys.stderr, flush=True)
        with tempfile.TemporaryDirectory() as folder:
            ended = subprocess.run(
                [sys.executable, "-m", "tests.fuzz", str(seconds), reader, folder], check=False
            )
        if ended.returncode:
            failed.append(reader)
    print(f"let something through: {', '.join(failed) or 'none'}")
    return 1 if failed else 0


if __name__ == "__main__":
    match sys.argv[1:]:
        case [seconds, reader, folder]:
            fuzz(reader, Path(folder), int(seconds))
        case [seconds]:
            sys.exit(main(int(seconds)))
