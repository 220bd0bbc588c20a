"""Files that are meant to hurt: each is refused by name, and none takes long."""

import pytest

from tests.scheme.loading import LIMITS, SCHEME, errors


@pytest.mark.parametrize("where", ["scheme", "table", "both"])
def test_more_rules_than_anybody_reads(where: str) -> None:
    many = 100_000 if where == "table" else 12_000
    rows = LIMITS.splitlines(keepends=True)[0] + b"".join(
        b"r%d,hardship_payment,team_manager,-,act,,\n" % n for n in range(many)
    )
    grants = b"".join(
        b"  - {id: g%d, for: hardship_payment, role: team_manager, level: act}\n" % n for n in range(12_000)
    )
    scheme = SCHEME if where == "table" else SCHEME.replace(b"tables:\n", grants + b"tables:\n")
    if where == "scheme":
        scheme = scheme.replace(b"tables:\n", grants.replace(b"id: g", b"id: h") + b"tables:\n")
        rows = LIMITS
    found = errors({"scheme.yaml": scheme, "limits.csv": rows})
    assert [p.code for p in found] == ["too-many-rules"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty-file"),
        (b"# nothing\n", "empty-file"),
        (b"\xff", "encoding"),
        (b"a: b\xe9\n", "encoding"),
        (b"a: \x00\n", "yaml"),
        (b"[" * 10_000, "too-deep"),
        (b"{a: " * 10_000, "too-deep"),
        (b"".join(b" " * i + b"a:\n" for i in range(3_000)), "too-deep"),
        (b"- " * 10_000 + b"a", "too-deep"),
        (b"a: &a [x]\nb: &b [*a, *a]\n", "yaml-anchor"),
        (b"<<: *a\n", "yaml-anchor"),
        (b"a: x" + b" x" * 2_500_000, "file-too-large"),
        (b"scheme: " + b"x" * 4_900_000, "bad-name"),
        (b"a: b: c\n", "yaml"),
        (b"just a text\n", "wrong-shape"),
        (b"%YAML 9.9\n---\na: b\n", "yaml"),
    ],
)
def test_hostile_files_are_named(content: bytes, code: str) -> None:
    found = errors({"scheme.yaml": content})
    assert code in {p.code for p in found}, [str(p)[:200] for p in found]
    assert all(p.place.startswith("scheme.yaml:") for p in found)


def test_conditions_that_double_at_every_step() -> None:
    lines = ["  c0: decision.other_help_tried and person.consent"]
    lines += [f"  c{i}: c{i - 1} and not(c{i - 1})" for i in range(1, 60)]
    scheme = SCHEME.replace(b"conditions:\n", ("conditions:\n" + "\n".join(lines) + "\n").encode())
    assert {p.code for p in errors({"scheme.yaml": scheme, "limits.csv": LIMITS})} == {"too-long"}
