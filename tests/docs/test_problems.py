"""Every problem a scheme or a question can have is explained, and the examples of the page do what it says."""

import ast
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from api.commands.evaluate import evaluate
from govengine.decide import question_from_json
from govengine.decide.claims import broken_claims
from govengine.errors import GovengineError
from govengine.scheme import Library, read_folder, read_version
from govengine.scheme.checks import not_stated, problems_on
from govengine.scheme.source import LARGEST, MOST_RULES
from tests.dmn.refused import REFUSED

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/problems.md").read_text("utf-8")
SOURCES = [
    path
    for part in ("feel", "scheme", "decide", "dmn")
    for path in sorted((ROOT / "govengine" / part).rglob("*.py"))
]
NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)

RAISING = {
    "Problem": 0,
    "Fault": 0,
    "Unfit": 0,
    "Misread": 0,
    "refusal": 0,
    "wrong": 1,
    "_wrong": 1,
    "_fault": 1,
}
"""The calls that make a problem, and where their code stands."""

PASSED_ON = {"code", "fault.code", "unfit.code", "misread.code", "wrong.code"}
"""Codes that were chosen elsewhere: by one of the calls above, or as `code = …`."""

MADE_UP = {
    "f\"unknown-{what.replace(' ', '-')}\"": (
        "fact",
        "body",
        "outcome",
        "role",
        "body-or-role",
        "kind-or-class",
    ),
    "f'unknown-{what}'": ("outcome", "body", "role", "class"),
    "f'{what}-not-human'": ("ask", "accountable"),
}
"""Codes made from a word, with the words."""

_KEBAB = re.compile(r"[a-z]+(-[a-z]+)*")


def codes_in(tree: ast.AST) -> Iterator[str]:
    """Every code that the calls in a module can carry; a form nobody knows comes as it is written."""
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=[ast.Name(id="code")], value=value):
                yield from codes_of(value)
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
                if name in RAISING and len(node.args) > RAISING[name]:
                    yield from codes_of(node.args[RAISING[name]])
                elif name == "_problem":
                    texts = [a.value for a in node.args[:2] if isinstance(a, ast.Constant)]
                    yield from [text for text in texts if _KEBAB.fullmatch(text)]


def codes_of(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(value=str() as code):
            yield code
        case ast.IfExp(body=one, orelse=other):
            yield from codes_of(one)
            yield from codes_of(other)
        case _ if ast.unparse(node) in MADE_UP:
            template = ast.unparse(node)
            for word in MADE_UP[template]:
                yield re.sub(r"\{.*\}", word, template[2:-1])
        case ast.Call() | ast.Subscript() | ast.BinOp():
            pass
        case _ if ast.unparse(node) not in PASSED_ON:
            yield ast.unparse(node)


class Section(NamedTuple):
    code: str
    text: str
    blocks: list[tuple[str, str]]


def sections() -> list[Section]:
    parts = re.split(r"^### (.+)$", PAGE.split("## The scheme of the examples")[0], flags=re.MULTILINE)[1:]
    fence = re.compile(r"^```([a-z ]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
    return [
        Section(code, body, [(m[1].strip(), m[2]) for m in fence.finditer(body)])
        for code, body in zip(parts[::2], parts[1::2], strict=True)
    ]


SECTIONS = sections()
BASE = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)[-1]
EXAMPLES = [section for section in SECTIONS if section.blocks]


def test_every_code_has_its_section():
    raised = {code for path in SOURCES for code in codes_in(ast.parse(path.read_text("utf-8")))}
    assert raised == {section.code for section in SECTIONS}
    assert len(SECTIONS) == len({section.code for section in SECTIONS})


def test_a_new_code_would_be_seen():
    tree = ast.parse(
        "wrong(node, 'brand-new', 'x', 'y')\nProblem(f'made-{up}', '', '')\ncode = 'a' if b else 'c'"
    )
    assert set(codes_in(tree)) == {"brand-new", "f'made-{up}'", "a", "c"}


def test_every_section_says_what_it_means_and_how_to_mend_it():
    for section in SECTIONS:
        before, mend, after = section.text.partition("**Mend it.**")
        assert mend, section.code
        assert len(before.split()) > 5
        assert after.strip()


def test_the_list_at_the_top_is_whole():
    listed = re.findall(r"\[([a-z-]+)\]\(#\1\)", PAGE)
    assert listed == [section.code for section in SECTIONS]


def patched(text: str, name: str = "example") -> str:
    """The scheme of the examples with the keys of the text in place of its own."""
    blocks = {
        block.partition(":")[0]: block
        for block in re.split(r"^(?=[a-z_]+:)", BASE, flags=re.MULTILINE)
        if block
    }
    blocks["scheme"] = f"scheme: {name}\n"
    for key in re.findall(r"^([a-z_]+):", text, re.MULTILINE):
        blocks.pop(key, None)
    return "".join(blocks.values()) + text


def problems_of(blocks: list[tuple[str, str]]) -> list[Any]:
    kinds = dict(blocks)
    if "json" in kinds:
        library = library_of({"scheme.yaml": patched("").encode()})[0]
        try:
            evaluate(json.loads(kinds["json"]), library, lambda: library, NOW)
        except GovengineError as error:
            return list(error.problems)
        return []
    files = {"scheme.yaml": patched(kinds.get("yaml", "")).encode()}
    if "csv" in kinds:
        named = kinds.get("yaml", "tables: [{file: limits.csv}]\n")
        files = {"scheme.yaml": patched(named).encode(), "limits.csv": kinds["csv"].encode()}
    higher = (
        {"scheme.yaml": patched(kinds["yaml higher"], "higher").encode()} if "yaml higher" in kinds else None
    )
    library, problems = library_of(files, higher)
    for version in library.schemes.get("example", ()):
        problems += [
            *problems_on(version, NOW.date()),
            *(n for notes in not_stated(version).values() for n in notes),
        ]
        if not any(problem.severity == "error" for problem in problems):
            problems += broken_claims(library.stack_of(version, NOW.date()), NOW)
    return problems


def library_of(files: dict[str, bytes], higher: dict[str, bytes] | None = None) -> tuple[Library, list[Any]]:
    version, problems = read_version(files)
    above = read_version(higher)[0] if higher else None
    library = Library([v for v in (version, above) if v is not None])
    return library, problems + (library.problems(version) if version is not None else [])


def split(section: Section) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The blocks before and after “Mend it”; a scheme above stands by both."""
    first = section.text.partition("**Mend it.**")[0].count("\n```\n")
    before, after = section.blocks[:first], section.blocks[first:]
    return before, [*after, *[block for block in before if block[0] == "yaml higher"]] if after else []


@pytest.mark.parametrize("section", EXAMPLES, ids=lambda section: section.code)
def test_the_example_raises_it_and_the_other_does_not(section: Section):
    bad, good = split(section)
    assert section.code in {problem.code for problem in problems_of(bad)}
    if good:
        left = problems_of(good)
        assert section.code not in {problem.code for problem in left}
        assert [str(problem) for problem in left if problem.severity == "error"] == []


def test_the_scheme_of_the_examples_is_fine():
    assert library_of({"scheme.yaml": patched("").encode()})[1] == []


def many_rows() -> list[tuple[str, str]]:
    """A table whose rows all lie together and agree, so that every two of them would have to be compared."""
    rows = "".join(f"r{number},payment,worker,<= {number},act\n" for number in range(1, 701))
    return [
        ("yaml", "tables: [{file: limits.csv, hit: A}]\n"),
        ("csv", f"id,for,role,decision.amount,level\n{rows}"),
    ]


def test_those_that_cannot_be_shown_as_text(tmp_path: Path):
    good = patched("").encode()
    codes = {
        "no-scheme-file": {},
        "stray-file": {"scheme.yaml": good, "notes.txt": b"x"},
        "encoding": {"scheme.yaml": b"title: caf\xe9"},
        "file-too-large": {"scheme.yaml": b"#" * (LARGEST + 1)},
        "too-many-rules": {"scheme.yaml": b"grants:\n" + b"- {}\n" * (MOST_RULES + 1)},
        "empty-file": {"scheme.yaml": b""},
        "too-deep": {"scheme.yaml": b"[" * 40 + b"]" * 40},
    }
    shown = {section.code for section in EXAMPLES}
    for code, files in codes.items():
        assert code in {problem.code for problem in read_version(files)[1]}
        assert code not in shown
    with pytest.raises(GovengineError) as error:
        read_folder(tmp_path / "nowhere")
    assert error.value.code == "no-folder"
    stack = library_of({"scheme.yaml": patched("").encode()})[0].stack("example", NOW)
    sent = {"facts": {"decision": {"kind": "payment"}, "findings": {"open": ["x"]}}}
    with pytest.raises(GovengineError) as error:
        question_from_json(sent, stack, NOW, computed={})
    assert error.value.code == "computed-fact"
    long = "conditions: {long: " + " or ".join(["person.consent"] * 1000) + "}\n"
    left = problems_of([("yaml", long)])
    assert [problem.code for problem in left if problem.severity == "error"] == ["too-long"]
    assert "rows-not-compared" in {problem.code for problem in problems_of(many_rows())}
    other = {"scheme.yaml": patched("kinds: {payment: {is: [gift]}}\n", "other").encode()}
    library = library_of({"scheme.yaml": patched("").encode()}, other)[0]
    with pytest.raises(GovengineError) as error:
        library.stack("example", NOW, beside=["other"])
    assert error.value.code == "schemes-differ"
    tried = (
        "grants: [{id: g, for: payment, role: worker, level: act, scope: {teams: east, until: 2026-09-30}}]\n"
    )
    later = "effective: {from: 2026-10-01}\nversion: '2'\ngrants: [{id: g, for: payment, role: worker, level: act}]\n"
    two = [read_version({"scheme.yaml": patched(text).encode()})[0] for text in (tried, later)]
    library = Library(version for version in two if version is not None)
    assert "pilot-id" in {problem.code for problem in library.problems(library.schemes["example"][1])}
    apart = {"pilot-id", "no-folder", "computed-fact", "too-long", "rows-not-compared", "schemes-differ"}
    assert {s.code for s in SECTIONS} - shown == {*codes, *apart, *REFUSED}
