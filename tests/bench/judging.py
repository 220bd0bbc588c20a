"""The judge on policies of 10 to 5,000 rules, beside the reference, interleaved in one run."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

import orjson

from api.collector import collecting_seldom
from govengine.decide import Determination, Question, determine
from govengine.decide.alike import Alike
from govengine.decide.case import matched, program_for
from govengine.scheme import Library, Stack, facts_from_json, read_version
from tests.bench import policies
from tests.bench.peers import Matcher, peers
from tests.bench.policies import Request
from tests.bench.policy_reference import reference

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
SIZES = (10, 100, 1_000, 5_000)
PAIRS = 7
REQUESTS = 2_000
Sample = tuple[str, str, list[float]]


def stack_of(text: bytes) -> Stack:
    """What governs by a version alone."""
    version, problems = read_version({"scheme.yaml": text})
    assert version is not None, problems
    return Library([version]).stack_of(version, version.text.effective.since)


def question(stack: Stack, request: Request) -> Question:
    """A request as a question, read."""
    actor = {**request["actor"], "ref": request["actor"]["id"]}
    del actor["id"]
    facts, problems = facts_from_json({**request, "actor": actor}, stack.facts)
    assert not problems
    return Question(request["decision"]["kind"], NOW, facts)


def per_call(run: Callable[[Any], object], items: Sequence[Any]) -> float:
    """Microseconds of this thread's processor for each of the items: the machine is shared, and nothing here waits."""
    began = time.thread_time_ns()
    for item in items:
        run(item)
    return (time.thread_time_ns() - began) / 1_000 / len(items)


def interleaved(runs: Sequence[tuple[Callable[[Any], object], Sequence[Any]]]) -> list[list[float]]:
    """Each run in turn, so many times, after one to warm up."""
    found: list[list[float]] = [[] for _ in runs]
    for turn in range(PAIRS + 1):
        for place, (run, items) in enumerate(runs):
            took = per_call(run, items)
            if turn:
                found[place].append(took)
    return found


def matched_rules(stack: Stack, asked: Question) -> frozenset[str]:
    """Every rule that holds, by its own id."""
    return frozenset(rule.partition("/")[2] for rule in matched(stack, asked))


LEVELS = {"forbid": "stop", "escalate": "refer", "permit": "act", "nothing": "refer"}


def agrees(rules: Sequence[policies.Rule], stack: Stack, asked: Sequence[tuple[Request, Question]]) -> bool:
    """Whether reference and judge say what the plain oracle says."""
    match = reference(rules)
    for request, ours in asked:
        theirs, verdict = policies.oracle(rules, request)
        ids, said = match(request)
        if (frozenset(ids), said) != (theirs, verdict) or matched_rules(stack, ours) != theirs:
            return False
        if determine(stack, ours).level != LEVELS[verdict]:
            return False
    return True


def measures() -> Iterator[Sample]:
    """Microseconds a request, and how many times the reference's."""
    for size in SIZES:
        yield from judged(size)
    yield from dense()
    yield from read_facts()
    yield from loaded()
    yield "memory of a scheme of 1,000 rules over the bare process", "MB", memory()


def judged(size: int) -> Iterator[Sample]:
    """One size of policy: the matched set, and the whole determination with every field read."""
    rules, requests = policies.policy(size), policies.requests(size, REQUESTS)
    stack = stack_of(policies.scheme(rules))
    asked = [question(stack, request) for request in requests]
    assert agrees(rules, stack, list(zip(requests, asked, strict=True))[:: 1 + size // 1_000])
    match = reference(rules)
    few, few_requests = asked[:400], requests[:400]
    kept = Alike(stack, what_if=False)
    others = [(name, peer) for name, peer in peers(rules) if all(right(rules, peer, r) for r in few_requests)]
    plain, held, whole, fresh, *theirs = interleaved(
        [
            (match, requests),
            (lambda one: matched(stack, one), asked),
            (lambda one: read_whole(kept.determine(one)), asked),
            (lambda one: read_whole(determine(stack, one)), few),
            *((peer, few_requests) for _, peer in others),
        ]
    )
    yield f"{size:,} rules: the reference", "µs", plain
    yield f"{size:,} rules: matched set", "µs", held
    yield f"{size:,} rules: matched set, times the reference", "x", ratios(held, plain)
    for (name, _), took in zip(others, theirs, strict=True):
        yield f"{size:,} rules: {name}, given our index", "µs", took
        yield f"{size:,} rules: {name}, times our matched set", "x", ratios(took, held)
    yield f"{size:,} rules: determination, every field read", "µs", whole
    yield f"{size:,} rules: determination, times the reference", "x", ratios(whole, plain)
    yield f"{size:,} rules: determination that is like no other, every field read", "µs", fresh


def right(rules: Sequence[policies.Rule], peer: Matcher, request: Request) -> bool:
    """Whether a peer says what the plain oracle says: else its time would count for nothing."""
    return frozenset(peer(request)) == policies.oracle(rules, request)[0]


def ratios(ours: Sequence[float], theirs: Sequence[float]) -> list[float]:
    """Pair by pair."""
    return [a / b for a, b in zip(ours, theirs, strict=True)]


def read_whole(answer: Determination) -> bytes:
    """Read every field of an answer, down to the last text: the writer of JSON takes nothing that is still to be made."""
    return orjson.dumps(answer.to_json())


def dense() -> Iterator[Sample]:
    """Most of 30 rules explained in one answer, a line of four roles."""
    stack = stack_of(policies.dense_scheme())
    asked = []
    for number in range(200):
        facts = {"actor": {"ref": "w", "role": policies.LINE[number % 4]}, "decision": {"kind": f"kind_{number % 49}", "amount": 20 + number},
                 "person": {"consent": True, "risk": "low"}}  # fmt: skip
        read, problems = facts_from_json(facts, stack.facts)
        assert not problems
        asked.append(Question(facts["decision"]["kind"], NOW, read))  # type: ignore[arg-type]
    explained = median(len(determine(stack, one).because) for one in asked)
    kept = Alike(stack, what_if=False)
    took, fresh = interleaved(
        [
            (lambda one: read_whole(kept.determine(one)), asked),
            (lambda one: read_whole(determine(stack, one)), asked),
        ]
    )
    yield f"dense, {explained:.0f} rules explained: determination, every field read", "µs", took
    yield (
        "dense: of that beyond 10 µs, for each rule explained",
        "µs",
        [(one - 10) / explained for one in took],
    )
    yield "dense: determination that is like no other, every field read", "µs", fresh


def loaded() -> Iterator[Sample]:
    """Seconds from text to rules compiled for every kind, collecting as `check` and `serve` do."""
    for size in (1_000, 5_000):
        rules, samples = policies.policy(size), []
        text = policies.scheme(rules)
        for _ in range(3):
            began = time.thread_time()
            with collecting_seldom():
                version, problems = read_version({"scheme.yaml": text})
                assert version is not None
                assert not problems
                library = Library([version])
                assert not library.problems(version)
                stack = library.stack_of(version, version.text.effective.since)
                for kind in sorted({rule.kind for rule in rules}):
                    program_for(stack, Question(kind, NOW, {}))
            samples.append(time.thread_time() - began)
        yield f"read, check and compile a scheme of {size:,} rules", "s", samples


_MEMORY = """
import gc, sys
from tests.bench import judging, policies
def resident():
    gc.collect()
    return int(open("/proc/self/statm").read().split()[1]) * 4096 / 1e6
rules = policies.policy(1_000)
judging.stack_of(policies.scheme(rules[:5]))
bare = resident()
text = policies.scheme(rules)
stack = judging.stack_of(text)
for kind in {rule.kind for rule in rules}:
    judging.program_for(stack, judging.Question(kind, judging.NOW, {}))
print(resident() - bare)
"""


def memory() -> list[float]:
    """Megabytes, in processes of their own."""
    run = [sys.executable, "-c", _MEMORY]
    here = Path(__file__).parents[2]
    return [float(subprocess.run(run, cwd=here, check=True, capture_output=True).stdout) for _ in range(3)]


FACTS = {
    "actor": {"ref": "w-1", "role": "role_1", "body": "council", "team": "north", "training": ["course_1", "course_2"], "organisation": "org_1"},
    "person": {"ref": "p-1", "place": "north", "consent": True, "risk": "low"},
    "decision": {"kind": "kind_1", "amount": "620.00", "emergency": False},
    "context": {"channel": "phone", "weekday": "3"},
}  # fmt: skip
"""15, as they come in JSON."""


def read_facts() -> Iterator[Sample]:
    """From JSON to values."""
    stack = stack_of(policies.scheme(policies.policy(100)))
    (took,) = interleaved([(stack.fact_reader.read, [FACTS] * 1_000)])
    yield "15 facts read from JSON", "µs", took
