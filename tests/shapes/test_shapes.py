"""The twenty-four shapes that rules of real schemes have (DESIGN's domain notes): each said, asked and recorded.

A folder `NN-name` holds `scheme.yaml` with its tables, further versions and higher schemes in folders of its
own, and `cases.yaml`:

    facts:            what the cases share
    warnings:         {scheme/version: [code]} that are meant
    does_not_load:    {folder: [code]} a scheme that must be refused beside the others
    cases:
    - id: words-that-say-it
      at: 2026-05-02                a day (ten in the morning) or a moment: as_of, and the clock
      recorded_at: …                the clock, where it is another
      sent_as_of: …                 as_of as it is sent, where it is a bare date
      scheme: …                     where it is not that of the folder's own scheme.yaml
      facts: {decision: {amount: 100.00}}          laid over the shared ones
      without: [person.ref]                        facts nobody supplied
      done: [{duty: with-manager/team_manager, by: {ref: m-1, role: team_manager}}]
      earlier: [{at: …, facts: …, done: …}]        proposals recorded before this one
      supersedes: last                             it replaces the one recorded before it
      history: {name: 12.50}                       what these must come to
      refused: code                                the question is refused
      answer: {level: …, basis: …, may_act: …, …}  see `seen`: what is given is compared exactly

Names of rules and duties of the folder's own scheme are written without the scheme's name. Each case is asked
twice: of the judge, and of a service in which the folder's schemes are adopted. Both give the same answer to
the last member, and the entry that is left holds it, the facts, a commitment for each that is personal, and
nothing personal.
"""

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from api.app import create_app
from api.bootstrap import Service, bootstrap
from api.settings import Settings
from api.store.head import read_head
from api.store.keys import create_key
from api.store.reading import entry
from api.verifying import verify_and_redecide
from govengine.decide import Determination, determine, question_from_json, scheme_and_moment, summary
from govengine.errors import Problem, RequestError
from govengine.scheme import Library, Stack, Version, read_version

HERE = Path(__file__).parent
FOLDERS = sorted(path for path in HERE.glob("[0-9][0-9]-*") if path.is_dir())
LONDON = ZoneInfo("Europe/London")
LATE_AFTER = timedelta(days=1)
ADOPTED_AT = datetime(2000, 1, 1, tzinfo=UTC)

Json = dict[str, Any]


# -- folders and what stands in them --------------------------------------------------------------------------


@dataclass(frozen=True)
class Shape:
    """A folder."""

    folder: Path

    @cached_property
    def text(self) -> Json:
        loaded = yaml.load((self.folder / "cases.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)
        return _typed(loaded)

    @cached_property
    def refused(self) -> dict[str, list[str]]:
        return self.text.get("does_not_load", {})

    @cached_property
    def versions(self) -> list[Version]:
        """The folder's own scheme first."""
        below = sorted(path.parent for path in self.folder.glob("*/scheme.yaml"))
        return [load(path) for path in (self.folder, *below) if path.name not in self.refused]

    @property
    def scheme(self) -> str:
        return self.versions[0].id

    @cached_property
    def library(self) -> Library:
        return Library(self.versions)

    def short(self, name: str) -> str:
        return name.removeprefix(f"{self.scheme}/")


def _typed(node: Any) -> Any:
    """YAML's own types are not used: amounts stay text, true and false are read."""
    match node:
        case dict():
            return {key: _typed(value) for key, value in node.items()}
        case list():
            return [_typed(value) for value in node]
        case "true" | "false":
            return node == "true"
        case "null":
            return None
    return node


def load(folder: Path) -> Version:
    """A version from its text and tables; the cases lie beside them."""
    files = {
        f.name: f.read_bytes() for f in folder.iterdir() if f.suffix == ".csv" or f.name == "scheme.yaml"
    }
    version, problems = read_version(files, folder.name)
    assert version is not None, problems
    assert not problems
    return version


@cache
def shape_of(folder: Path) -> Shape:
    return Shape(folder)


@cache
def everything() -> Library:
    return Library(version for folder in FOLDERS for version in shape_of(folder).versions)


def merged(one: Any, two: Any) -> Any:
    if isinstance(one, dict) and isinstance(two, dict):
        return one | {key: merged(one.get(key), value) for key, value in two.items()}
    return two


def leaves(facts: Json, prefix: str = "") -> Json:
    """Facts by dotted name."""
    found: Json = {}
    for name, value in facts.items():
        here = f"{prefix}{name}"
        found |= leaves(value, f"{here}.") if isinstance(value, dict) else {here: value}
    return found


# -- cases ----------------------------------------------------------------------------------------------------

MEMBERS = {"id", "at", "recorded_at", "sent_as_of", "scheme", "facts", "without", "done", "earlier"} | {
    "supersedes",
    "history",
    "refused",
    "answer",
    "expected_to_differ",
}
ALWAYS = ("level", "basis", "may_act")


@dataclass(frozen=True)
class Case:
    """A case, or one of the proposals before it."""

    shape: Shape
    text: Json
    shared: Json

    @property
    def scheme(self) -> str:
        return str(self.text.get("scheme", self.shape.scheme))

    @property
    def at(self) -> datetime:
        return moment(self.text["at"])

    @property
    def clock(self) -> datetime:
        return moment(self.text.get("recorded_at", self.text["at"]))

    @property
    def facts(self) -> Json:
        facts = merged(self.shared, self.text.get("facts", {}))
        for name in self.text.get("without", ()):
            inner, (*path, last) = facts, name.split(".")
            for part in path:
                inner[part] = dict(inner[part])
                inner = inner[part]
            del inner[last]
        return facts

    @property
    def body(self) -> str:
        """The body of the actor's role, or of the scheme."""
        roles = self.facts["actor"].get("role", [])
        bodies = {
            name: role.value.body.value for v in self.shape.versions for name, role in v.text.roles.items()
        }
        known = [bodies[role] for role in (roles if isinstance(roles, list) else [roles]) if role in bodies]
        return str(known[0] if known else self.shape.versions[0].text.owner.value)

    @property
    def refused(self) -> str | None:
        return self.text.get("refused")

    @property
    def earlier(self) -> "list[Case]":
        return [Case(self.shape, text, self.facts) for text in self.text.get("earlier", ())]

    @property
    def sent(self) -> Json:
        as_of = self.text.get("sent_as_of", self.at.isoformat())
        question: Json = {"scheme": self.scheme, "as_of": as_of, "facts": self.facts}
        return question | ({"done": self.text["done"]} if "done" in self.text else {})

    @property
    def history(self) -> dict[str, Decimal]:
        return {f"history.{name}": Decimal(value) for name, value in self.text.get("history", {}).items()}


def moment(text: str) -> datetime:
    if "T" in text:
        read = datetime.fromisoformat(text)
        return read if read.tzinfo else read.replace(tzinfo=LONDON)
    return datetime.combine(date.fromisoformat(text), time(10), LONDON)


def all_cases() -> list[Any]:
    found = []
    for folder in FOLDERS:
        shape = shape_of(folder)
        for text in shape.text["cases"]:
            marks = []
            if "expected_to_differ" in text:
                marks = [pytest.mark.xfail(reason=text["expected_to_differ"], strict=True)]
            case = Case(shape, text, shape.text.get("facts", {}))
            found.append(pytest.param(case, id=f"{folder.name}/{text['id']}", marks=marks))
    return found


# -- what is compared -----------------------------------------------------------------------------------------


def seen(shape: Shape, got: Json, rules: Json, wanted: Json) -> Json:
    """The answer in the words of the cases, as far as it was asked for.

    by             roles in order, or {role, level, with, duties, must, provisional}, of which any may be given
    ask            the role; `another` before it where it is another person
    route          what to do, and to whom
    with           role and how; `second`, `done`
    duties         id and when, of those that are certain; `(done)` where it is; uncertain: the others
    needed         facts and duties, in order
    because        rules in order, and whether they held; clauses: of each rule, text and value
    would_change   fact, value and level
    accountability members, of which any may be given
    rules          every rule with its truth, as it is recorded
    """
    parts: Json = {name: got[name] for name in ("level", "basis", "may_act", "complete")}
    parts["by"] = [
        _part(shape, entry_, want) for entry_, want in _side_by_side(got["decided_by"], wanted.get("by", []))
    ]
    ask = got["ask"]
    parts["ask"] = ask and ("another " if ask["other_person"] else "") + ask["role"]
    parts["route"] = [
        route["do"] + (f" ({route['to']['role']})" if route["to"] else "") for route in got["route"]
    ]
    parts["with"] = [_company(one) for one in got["with"]]
    parts["duties"] = _duties(shape, got["duties"], certain=True)
    parts["uncertain"] = _duties(shape, got["duties"], certain=False)
    parts["needed"] = [item.get("fact") or shape.short(item["duty"]) for item in got["needed"]]
    parts["relies_on"] = [shape.short(rule) for rule in got["relies_on"]]
    parts["because"] = [f"{shape.short(one['rule'])} {one['held']}" for one in got["because"]]
    parts["clauses"] = {
        shape.short(one["rule"]): [f"{clause['text']} {clause['value']}" for clause in one["clauses"]]
        for one in got["because"]
        if shape.short(one["rule"]) in wanted.get("clauses", {})
    }
    parts["would_change"] = [f"{one['fact']} {one['to']} {one['level']}" for one in got["would_change"]]
    parts["would_have"] = [f"{shape.short(one['rule'])} {one['level']}" for one in got["would_have"]]
    parts["schemes"] = [f"{one['id']}/{one['version']}" for one in got["schemes"]]
    accountability = got["accountability"]
    parts["accountability"] = {name: accountability.get(name) for name in wanted.get("accountability", {})}
    parts["rules"] = {shape.short(rule): held for rule, held in rules.items()}
    return {name: parts[name] for name in wanted if name != "says"}


def _side_by_side(got: list[Any], wanted: list[Any]) -> Iterator[tuple[Any, Any]]:
    for number, one in enumerate(got):
        yield one, wanted[number] if number < len(wanted) else ""


def _part(shape: Shape, got: Json, wanted: Any) -> Any:
    if not isinstance(wanted, dict):
        return got["role"] + (" (provisional)" if got["provisional"] else "")
    parts = {name: got[name] for name in ("role", "body", "level", "must", "provisional")}
    parts["with"] = [_company(one) for one in got["with"]]
    parts["duties"] = _duties(shape, got["duties"], certain=True)
    return {name: parts[name] for name in wanted}


def _company(one: Json) -> str:
    marks = (" second" if one["second_person"] else "") + (" done" if one["done"] else "")
    return f"{one['role']} {one['how']}{marks}"


def _duties(shape: Shape, duties: list[Json], *, certain: bool) -> Json:
    return {
        shape.short(duty["id"]): duty["at"]
        + (f" {duty['within']}" if duty["within"] else "")
        + (" (done)" if duty["done"] else "")
        for duty in duties
        if duty["certain"] is certain
    }


def wanted_of(answer: Json) -> Json:
    """What a case wants, its booleans of rules as the record writes them."""
    wanted = {name: value for name, value in answer.items() if name != "says"}
    if "rules" in wanted:
        wanted["rules"] = {
            rule: str(held).lower() if isinstance(held, bool) else held
            for rule, held in wanted["rules"].items()
        }
    return wanted


def judged(case: Case) -> tuple[Stack, Determination, str]:
    """The judge's own answer; facts of `history` are given to it."""
    scheme, as_of = scheme_and_moment(case.sent, case.clock)
    stack = case.shape.library.stack(scheme, as_of, case.clock)
    facts = leaves(case.sent["facts"])
    sent = (
        case.sent if "actor.body" in facts else merged(case.sent, {"facts": {"actor": {"body": case.body}}})
    )
    question = question_from_json(
        sent,
        stack,
        as_of,
        computed=case.history,
        recorded_at=case.clock,
        late=case.clock - as_of > LATE_AFTER,
    )
    determination = determine(stack, question)
    return stack, determination, summary(stack, determination, question)


# -- the service ----------------------------------------------------------------------------------------------


@dataclass
class Hall:
    """A service with a clock that is set, and a key for each body."""

    service: Service
    now: list[datetime]
    http: Any = None
    secrets: dict[str, str] = field(default_factory=dict)
    count: int = 0

    def propose(self, case: Case, **more: Any) -> Any:
        self.now[0] = case.clock
        self.http = self.http or create_app(self.service).test_client()
        if case.body not in self.secrets:
            self.secrets[case.body] = self.service.live.appender.submit(
                lambda tx: create_key(tx, body=case.body, client=case.body, role="caller")
            )[1]
        self.count += 1
        headers = {
            "Authorization": f"Bearer {self.secrets[case.body]}",
            "Idempotency-Key": f"k-{self.count}",
        }
        return self.http.post("/v1/decisions", json=case.sent | more, headers=headers)


@pytest.fixture(scope="session")
def logs(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """`logs(shape)`: a folder with a log in which the shape's schemes are adopted, made once."""
    made: dict[Path, Path] = {}

    def log_of(shape: Shape) -> Path:
        if shape.folder not in made:
            home = tmp_path_factory.mktemp(shape.folder.name)
            service = bootstrap(settings(home), clock=lambda: ADOPTED_AT)
            try:
                service.live.adopt(shape.versions, by="u-1", role="owner", authority="minute 7")
            finally:
                service.close()
            made[shape.folder] = home
        return made[shape.folder]

    return log_of


def settings(home: Path) -> Settings:
    return Settings(f"sqlite:///{home / 'log.db'}", rules=home / "rules", home=home, watch=False)


@pytest.fixture
def hall(request: pytest.FixtureRequest, logs: Any, tmp_path: Path) -> Iterator[Hall]:
    case: Case = request.getfixturevalue("case")
    shutil.copytree(logs(case.shape), tmp_path / "home")
    now = [ADOPTED_AT]
    service = bootstrap(settings(tmp_path / "home"), clock=lambda: now[0])
    yield Hall(service, now)
    service.close()


# -- tests ----------------------------------------------------------------------------------------------------


def test_all_twenty_four_are_here() -> None:
    assert [folder.name[:2] for folder in FOLDERS] == [f"{number:02}" for number in range(1, 25)]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_loads_among_its_neighbours(folder: Path) -> None:
    shape = shape_of(folder)
    for version in shape.versions:
        for library in (shape.library, everything()):
            problems = library.problems(version)
            assert not [str(p) for p in problems if p.severity == "error"]
            assert sorted(p.code for p in problems) == shape.text.get("warnings", {}).get(version.name, [])


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_does_not_load(folder: Path) -> None:
    shape = shape_of(folder)
    for name, codes in shape.refused.items():
        version = load(folder / name)
        found = Library([*shape.versions, version]).problems(version)
        assert sorted(p.code for p in found if p.severity == "error") == codes, name


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_says_its_shape_in_one_sentence_and_few_lines(folder: Path) -> None:
    """The page about the format shows these lines."""
    texts = [path.read_text("utf-8") for path in sorted(folder.rglob("scheme.yaml"))]
    assert re.match(r"# [A-Z][^\n]*\.\n", (folder / "scheme.yaml").read_text("utf-8"))
    marked = [m for text in texts for m in re.findall(r"^ *# shape: .+\n((?:.*\n)*?) *# end$", text, re.M)]
    assert marked
    for lines in marked:
        assert 1 <= len(lines.splitlines()) <= 10
    assert max(len(lines.splitlines()) for lines in marked) >= 3


@pytest.mark.parametrize("case", all_cases())
def test_case(case: Case, hall: Hall) -> None:
    assert set(case.text) <= MEMBERS
    last: Json = {}
    for one in case.earlier:
        last = _recorded(hall.propose(one, **_replacing(one, last)))
    if case.refused:
        _is_refused(case, hall)
        return
    wanted = case.text["answer"]
    assert set(ALWAYS) <= set(wanted)
    stack, determination, words = judged(case)
    got = determination.to_json()
    assert seen(case.shape, got, dict(determination.truths), wanted) == wanted_of(wanted)
    for text in wanted.get("says", ()):
        assert text in words, words

    more = _replacing(case, last)
    reply = _recorded(hall.propose(case, **more))
    assert (reply["determination"], reply["summary"]) == (got, words)
    check_entry(case, hall, stack, reply, more.get("supersedes"))
    assert verify_and_redecide(hall.service.live, lambda _done, _of: None).well


def _replacing(case: Case, last: Json) -> dict[str, str]:
    return {"supersedes": last["id"]} if "supersedes" in case.text else {}


def _recorded(reply: Any) -> Json:
    assert reply.status_code == 201, reply.json
    body: Json = reply.json
    return body


def _is_refused(case: Case, hall: Hall) -> None:
    with hall.service.live.engine.connect() as connection:
        before = read_head(connection).size
    with pytest.raises(RequestError) as refusal:
        _read_and_look_at_the_clock(case)
    assert [problem.code for problem in refusal.value.problems] == [case.refused]
    reply = hall.propose(case)
    assert (reply.status_code, reply.json["code"]) == (422, case.refused)
    with hall.service.live.engine.connect() as connection:
        assert read_head(connection).size - before <= 1, "at most the key"


def _read_and_look_at_the_clock(case: Case) -> None:
    scheme, as_of = scheme_and_moment(case.sent, case.clock)
    stack = case.shape.library.stack(scheme, as_of, case.clock)
    question_from_json(case.sent, stack, as_of, computed={}, recorded_at=case.clock)
    if as_of > case.clock:  # the judge has no clock; the service refuses what has not come yet
        raise RequestError([Problem("future-as-of", "", "")])


def check_entry(case: Case, hall: Hall, stack: Stack, reply: Json, supersedes: str | None) -> None:
    """The entry says what was asked and answered, and nothing about a person."""
    with hall.service.live.engine.connect() as connection:
        stored = entry(connection, reply["receipt"]["index"])
    assert stored is not None
    leaf, side, wanted = json.loads(stored.leaf), json.loads(stored.side or b"{}"), case.text["answer"]
    assert (leaf["entry"], leaf["id"], leaf["kind"]) == (
        "decision.proposed",
        reply["id"],
        case.facts["decision"]["kind"],
    )
    assert (leaf["as_of"], leaf["supersedes"]) == (reply["determination"]["as_of"], supersedes)
    assert datetime.fromisoformat(leaf["recorded_at"]) == case.clock
    assert leaf["late"] is (case.clock - datetime.fromisoformat(leaf["as_of"]) > LATE_AFTER)
    assert leaf["schemes"] == reply["determination"]["schemes"]
    answer, rules = leaf["determination"], leaf["determination"]["rules"]
    in_the_entry = {name: value for name, value in wanted.items() if name in answer or name == "by"}
    for made_again in ("because", "would_change"):
        assert made_again not in answer
        in_the_entry.pop(made_again, None)
    whole = {"because": [], "would_change": [], "schemes": leaf["schemes"], **answer}
    assert seen(case.shape, whole, rules, in_the_entry) == wanted_of(in_the_entry)

    asked = leaves(case.facts)
    if "actor.body" not in asked:
        asked["actor.body"] = case.body
    personal = {name: value for name, value in asked.items() if stack.facts[name].personal}
    derived = case.history
    open_facts = {name: fact["value"] for name, fact in leaf["facts"].items() if fact["from"] != "derived"}
    assert open_facts == {name: as_recorded(name, asked[name]) for name in asked.keys() - personal.keys()}
    computed = {name: Decimal(f["value"]) for name, f in leaf["facts"].items() if f["from"] == "derived"}
    computed |= {
        name: Decimal(side["values"][name]) for name, how in leaf["provenance"].items() if how == "derived"
    }
    assert computed == derived
    private = set(personal) | {name for name in derived if stack.facts[name].personal}
    assert set(leaf["provenance"]) == private
    beside = {"side.done"} if "done" in case.text else set()
    assert set(leaf["commitments"]) == private | beside
    assert set(side.get("salts", ())) == private | beside
    assert_nothing_personal(stored.leaf, personal, case.text.get("done", ()))


def as_recorded(name: str, value: Any) -> Any:
    """Roles and classes are lists, whoever sends them."""
    return [value] if name in ("actor.role", "decision.classes") and isinstance(value, str) else value


def assert_nothing_personal(leaf: bytes, personal: Json, done: Any) -> None:
    """No reference, date or text of a person; numbers and yes or no could stand there by chance."""
    texts = [text for value in personal.values() for text in (value if isinstance(value, list) else [value])]
    texts += [text for one in done for text in (one.get("by", {}).get("ref"), one.get("ref")) if text]
    for text in texts:
        if isinstance(text, str) and re.search(r"[a-z]", text):
            assert json.dumps(text)[1:-1].encode() not in leaf, text
