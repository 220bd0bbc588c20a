"""Answer a file of what-ifs, row by row: memory stays flat, and a row with a problem never stops the rest."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import TextIOBase
from typing import Any, BinaryIO

from api.cells import Misread, sent_from
from api.json_text import read_json
from api.spreadsheet import LONGEST_LINE, Row, Sheet, safe_cell
from govengine.decide import Question, question_from_json, scheme_and_moment, summary
from govengine.decide.alike import Alike
from govengine.decide.determination import Determination
from govengine.errors import GovengineError, Problem, RequestError, nearest
from govengine.feel.types import STRING
from govengine.scheme import FactType, Library, Stack

Json = dict[str, Any]

ANSWER = ("level", "would_allow", "basis", "decided_by", "ask", "needed", "summary", "problem")
"""The columns that are added."""

MEMBERS = ("scheme", "as_of", "outcome", "reference")
"""Heads without a full stop that belong to the question. Other such heads are carried along unread."""

_QUARTER_HOUR = 900
"""Seconds. Offsets of time zones are multiples of it, so no day begins within one."""

_MOST_MOMENTS = 10_000


@dataclass(slots=True)
class Count:
    """What came of a file."""

    rows: int = 0
    answered: int = 0
    problems: int = 0
    levels: dict[str, int] = field(default_factory=dict)
    codes: dict[str, int] = field(default_factory=dict)

    def add(self, answer: "Answer") -> None:
        """Count one row."""
        self.rows += 1
        if answer.problems:
            self.problems += 1
            code = answer.problems[0].code
            self.codes[code] = self.codes.get(code, 0) + 1
        else:
            self.answered += 1
            self.levels[answer.level] = self.levels.get(answer.level, 0) + 1

    def to_json(self) -> Json:
        """The counts as JSON."""
        return {
            "rows": self.rows,
            "answered": self.answered,
            "with_problems": self.problems,
            "levels": dict(sorted(self.levels.items())),
            "problems": dict(sorted(self.codes.items())),
        }

    def text(self) -> str:
        """The counts in a line."""
        levels = ", ".join(f"{number:,} {level}" for level, number in sorted(self.levels.items()))
        problems = ", ".join(f"{number:,} {code}" for code, number in sorted(self.codes.items()))
        told = f"{self.answered:,} of {self.rows:,} rows answered" + (f": {levels}" if levels else "")
        return told + (f"; {self.problems:,} with a problem: {problems}" if problems else "")


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one row; of a row with a problem only the problems."""

    level: str = ""
    would_allow: bool | None = None
    basis: str = ""
    decided_by: tuple[Json, ...] = ()
    ask: Json | None = None
    needed: tuple[Json, ...] = ()
    summary: str = ""
    problems: tuple[Problem, ...] = ()

    def cells(self) -> list[str]:
        """The answer in the columns of a spreadsheet."""
        allow = "" if self.would_allow is None else "yes" if self.would_allow else "no"
        named = [one["role"] + (" (provisional)" if one["provisional"] else "") for one in self.decided_by]
        needed = [str(one.get("fact") or one.get("duty")) for one in self.needed]
        asked = self.ask["role"] if self.ask else ""
        problem = " ".join(map(_problem_in_words, self.problems))
        return [
            self.level,
            allow,
            self.basis,
            "; ".join(named),
            asked,
            "; ".join(needed),
            self.summary,
            problem,
        ]

    def to_json(self) -> Json:
        """The answer as JSON."""
        if self.problems:
            return {"problems": [problem.to_json() for problem in self.problems]}
        keys = ("role", "body", "level", "must", "provisional")
        return {
            "level": self.level,
            "would_allow": self.would_allow,
            "basis": self.basis,
            "decided_by": [{key: one[key] for key in keys} for one in self.decided_by],
            "ask": self.ask,
            "needed": list(self.needed),
            "summary": self.summary,
        }


def _problem_in_words(problem: Problem) -> str:
    near = f" Did you mean {problem.did_you_mean}?" if problem.did_you_mean else ""
    place = f"{problem.place}: " if problem.place else ""
    return f"{place}{problem.code}: {problem.message}{near} {problem.what_to_do}"


class Desk:
    """Answers question after question, keeping stacks and answers that come again."""

    def __init__(self, library: Library, now: datetime) -> None:
        self._library, self._now = library, now
        self._stacks: dict[tuple[tuple[str, ...], int], Stack] = {}
        self._alike: dict[int, Alike] = {}

    def stack(self, scheme: str, as_of: datetime, beside: Sequence[str]) -> Stack:
        """As `Library.stack`, kept for the quarter of an hour."""
        key = (scheme, *beside), int(as_of.timestamp() // _QUARTER_HOUR)
        if key not in self._stacks:
            if len(self._stacks) >= _MOST_MOMENTS:
                self._stacks.clear()
            self._stacks[key] = self._library.stack(scheme, as_of, beside=beside)
        return self._stacks[key]

    def answer(self, sent: Any) -> Answer:
        """The answer to a question as JSON."""
        try:
            scheme, as_of = scheme_and_moment(sent, self._now)
            stack = self.stack(scheme, as_of, sent.get("with_schemes", ()))
            return self._answer(stack, question_from_json(sent, stack, as_of))
        except GovengineError as error:
            return Answer(problems=tuple(error.problems))

    def answer_row(self, row: Row, separator: str) -> Answer:
        """The answer to a row of a spreadsheet."""
        if row.problem is not None:
            return Answer(problems=(row.problem,))
        sent: Json = {name: row.cells[name] for name in MEMBERS if row.cells.get(name)}
        if "with_schemes" in sent:
            sent["with_schemes"] = [
                name.strip() for name in sent["with_schemes"].replace(";", ",").split(",")
            ]
        try:
            scheme, as_of = scheme_and_moment(sent, self._now)
            stack = self.stack(scheme, as_of, sent.get("with_schemes", ()))
            sent["facts"] = _facts(row.cells, stack.facts, separator)
            return self._answer(stack, question_from_json(sent, stack, as_of))
        except GovengineError as error:
            return Answer(problems=tuple(error.problems))

    def _answer(self, stack: Stack, question: Question) -> Answer:
        kept = self._alike.get(id(stack))
        if kept is None:
            kept = self._alike[id(stack)] = Alike(stack)
        return _answer_of(kept.determine(question), stack, question)


def _answer_of(found: Determination, stack: Stack, question: Question) -> Answer:
    return Answer(
        str(found.level),
        found.would_allow,
        str(found.basis),
        found.decided_by,
        found.ask,
        found.needed,
        summary(stack, found, question),
    )


def _facts(cells: Mapping[str, str], facts: Mapping[str, FactType], separator: str) -> Json:
    """Nested facts from cells with dotted heads. Raises RequestError for cells a spreadsheet has changed."""
    nested: Json = {}
    problems = []
    for head, cell in cells.items():
        if not cell or "." not in head:
            continue
        fact = facts.get(head) or FactType(head, STRING)
        try:
            value = sent_from(cell, fact, separator)
        except Misread as misread:
            found = misread.problem
            problems.append(Problem(found.code, found.message, found.what_to_do, head))
            continue
        *path, last = head.split(".")
        inner = nested
        for name in path:
            step = inner.setdefault(name, {})
            inner = step if isinstance(step, dict) else {}
        inner[last] = value
    if problems:
        raise RequestError(problems)
    return nested


# -- files ----------------------------------------------------------------------------------------------------

Progress = Callable[[int], None]
"""Told after each row how many there have been."""


def decide_csv(read: BinaryIO, write: TextIOBase, desk: Desk, progress: Progress) -> Count:
    """A spreadsheet's rows with the columns of the answer after them. Raises RequestError for its heads."""
    sheet = Sheet(read)
    _check_heads(sheet.named)
    writer = csv.writer(write, delimiter=sheet.separator, lineterminator="\r\n")
    carried = [head for head in sheet.named if head not in ANSWER]
    writer.writerow([safe_cell(head) for head in (*carried, *ANSWER)])
    count = Count()
    for row in sheet.rows():
        answer = desk.answer_row(row, sheet.separator)
        count.add(answer)
        writer.writerow(
            [safe_cell(cell) for cell in (*(row.cells.get(h, "") for h in carried), *answer.cells())]
        )
        progress(count.rows)
    return count


def _check_heads(heads: Iterable[str]) -> None:
    known = set(heads)
    problems = [
        Problem("no-heads", f"There is no column {name}.", "Add it.", name)
        for name in ("scheme", "decision.kind")
        if name not in known
    ]
    for head in known - {*MEMBERS, *ANSWER}:
        near = nearest(head, MEMBERS) if "." not in head else None
        if near is not None:
            what_to_do = f"Write {near}, or another name if it is a column of your own."
            problems.append(
                Problem("unknown-column", f"There is a column {head[:60]!r}.", what_to_do, head, near)
            )
    if problems:
        raise RequestError(problems)


def decide_lines(read: BinaryIO, write: TextIOBase, desk: Desk, progress: Progress) -> Count:
    """A question a line in, an answer a line out, with the line's number and its reference."""
    count = Count()
    for number, line in _lines(read):
        sent, answer = _answer_line(line, desk)
        count.add(answer)
        reference = sent.get("reference") if isinstance(sent, dict) else None
        body = {"line": number, "reference": reference, **answer.to_json()}
        write.write(json.dumps(body, ensure_ascii=False) + "\n")
        progress(count.rows)
    return count


def _lines(read: BinaryIO) -> Iterator[tuple[int, bytes]]:
    number = 0
    while line := read.readline(4 * LONGEST_LINE):
        number += 1
        line = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
        if line.strip():
            yield number, line


def _answer_line(line: bytes, desk: Desk) -> tuple[Any, Answer]:
    try:
        sent = read_json(line)
    except GovengineError as error:
        return None, Answer(problems=tuple(error.problems))
    return sent, desk.answer(sent)
