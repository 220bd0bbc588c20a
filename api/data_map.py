"""The data map of docs/data-protection.md, made from the vocabularies of the schemes in `rules/`.

Everything in it is what the service does: which facts are personal is what the schemes declare, how long they are
kept are the default periods, and who reads them is the table of roles.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from api.auth.caller import MAY, Act
from api.keeping.retention_periods import (
    AUTHORISATION,
    BACKGROUND_PAPER,
    HOLD_OR_PROPOSAL,
    OFFICER_DECISION,
    READING_RECORD,
    REPLY_COPY,
    SHARED_WORK,
    STATUTORY,
    SUSPENSION,
    Periods,
)
from api.rule_store import read_rules
from govengine.scheme import FactType, Library, Stack, Version
from govengine.scheme.vocabulary import CORE

BEGIN = "<!-- The data map begins. Made by `make docs`; change the schemes, or api/data_map.py. -->"
END = "<!-- The data map ends. -->"

ABOUT = {
    "actor": "the member of staff who asks",
    "person": "the person it is for",
    "decision": "the decision proposed",
    "history": "earlier decisions, counted by the service",
    "adult": "the adult concerned",
    "child": "the child concerned",
    "household": "the household",
}
"""The category of a fact, by the first part of its name; any other is about the case."""

OTHER_PARTS = (
    ("reference", "the caller's own reference for the case", BACKGROUND_PAPER),
    ("evidence of a duty done: by whom, and where it lies", "the case, and staff", BACKGROUND_PAPER),
    (
        "corrections: both readings, why, and who corrected",
        "the person it is for, and staff",
        OFFICER_DECISION,
    ),
    (
        "acts: who, in their own words, the evidence of a duty, what matters to the person, interests, capacity",
        "the person it is for, and staff",
        OFFICER_DECISION,
    ),
    (
        "suggestions about rules, and the replies: who, in their own words",
        "staff, perhaps the person it is for",
        OFFICER_DECISION,
    ),
    ("authorisations: who holds them, who agreed, what shows it, why they ended", "staff", AUTHORISATION),
    ("powers suspended and bodies stopped: who did, why, who ended it", "staff", SUSPENSION),
    (
        "shared outcomes left, followed up and handed over, findings answered: who, and in what words",
        "staff, perhaps the person",
        SHARED_WORK,
    ),
    ("the purpose of a reading, in the reader's words", "the reader, perhaps the person", READING_RECORD),
    ("holds and proposed erasures: whom, why, and who", "the person it is for, and staff", HOLD_OR_PROPOSAL),
    ("kept replies and their Idempotency-Keys", "copies of answers, for requests sent again", REPLY_COPY),
)


def with_data_map(page: str, rules: Path) -> str:
    """The page with its data map made anew; the rest of it is written by hand and stays."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    assert begin, "docs/data-protection.md has lost the line where the data map begins"
    assert end, "docs/data-protection.md has lost the line where the data map ends"
    return f"{before}{BEGIN}\n\n{chr(10).join(_map(rules))}\n{END}{after}"


def _map(rules: Path) -> Iterator[str]:
    versions = [version for version, _ in read_rules(rules) if version is not None]
    library = Library(versions)
    yield from _periods()
    yield "### What every decision holds\n"
    yield from _facts(sorted(CORE.values(), key=lambda fact: fact.name))
    yield from _other_parts()
    for name in sorted(library.schemes):
        newest = library.schemes[name][-1]
        stack = library.stack_of(newest, newest.text.effective.since)
        yield from _scheme(newest, stack)


def _periods() -> Iterator[str]:
    periods = Periods().periods
    yield "### How long\n"
    yield "| class of record | kept for | why |\n|---|---|---|"
    for name in sorted(periods):
        why = STATUTORY[name][1] if name in STATUTORY else "the service's default; the owner can set another"
        yield f"| `{name}` | {_words(name)} | {why} |"
    yield ""


def _other_parts() -> Iterator[str]:
    yield "### What is recorded besides facts\n"
    yield "| what | about | personal | kept for | who reads |\n|---|---|---|---|---|"
    for what, about, name in OTHER_PARTS:
        readers = {HOLD_OR_PROPOSAL: _proposal_readers(), REPLY_COPY: "the client that sent the request"}.get(
            name, _readers()
        )
        yield f"| {what} | {about} | yes | {_words(name)} (`{name}`) | {readers} |"
    yield ""


def _scheme(version: Version, stack: Stack) -> Iterator[str]:
    text = version.text
    yield f"### {text.title.value}\n"
    purpose = text.purpose.value if text.purpose else "not stated in the scheme"
    basis = text.lawful_basis.value if text.lawful_basis else "not stated in the scheme"
    yield f"`{version.id}` {version.version} of {text.owner.value}. Purpose: {purpose}. Lawful basis: {basis}.\n"
    own = [fact for name, fact in sorted(stack.facts.items()) if name not in CORE and not fact.computed]
    if own:
        yield from _facts(own)
    else:
        yield "It asks about no facts of its own.\n"


def _facts(facts: list[FactType]) -> Iterator[str]:
    yield "| fact | about | personal | from | kept for | who reads |\n|---|---|---|---|---|---|"
    for fact in facts:
        about = ABOUT.get(fact.name.partition(".")[0], "the case")
        source = "the service" if fact.computed else "the caller"
        kept = f"{_words(OFFICER_DECISION)} (`{OFFICER_DECISION}`)" if fact.personal else "as long as the log"
        personal = "yes" if fact.personal else "no"
        yield f"| `{fact.name}` | {about} | {personal} | {source} | {kept} | {_readers()} |"
    yield ""


def _readers() -> str:
    return f"{', '.join(sorted(MAY[Act.READ_DECISIONS]))}, of a body party to it"


def _proposal_readers() -> str:
    return f"{', '.join(sorted(MAY[Act.READ_ERASURES]))}, of the body whose proposal it is"


def _words(name: str) -> str:
    period = Periods().of(name)
    start = datetime(2001, 1, 1, tzinfo=UTC)
    years, months = divmod(period.months, 12)
    parts = [(years, "year"), (months, "month"), (period.days, "day")]
    assert period.end(start) > start  # a period of nothing would be no period
    return " and ".join(f"{number} {word}{'s' * (number != 1)}" for number, word in parts if number)
