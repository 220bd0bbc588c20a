"""Check an audit bundle of a govengine log, without trusting whoever made it or any program of theirs.

    python verify.py [BUNDLE] --key KEY [--key KEY] [--outside FOLDER] [--json]

BUNDLE is the zip file or the unpacked folder (by default the folder of this file). KEY is the log's public key
as its owner gave it to you by another way, never from the bundle (the line, or a file of lines); keys of
witnesses may follow. FOLDER holds checkpoints of this log (.txt) that you kept, or got from somebody else.

Needs Python 3.11 and `cryptography`. Ends with 0 when everything holds, 1 when something does not (the first
bad entry is named, and none after it is believed), 2 when there was nothing to check. See govengine's docs/bundle.md.
"""

import argparse
import base64
import hashlib
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

STRICT = json.JSONDecoder(parse_float=str, parse_constant=str)  # as text they no longer match what was read


class Bad(Exception):
    """A finding: a code, and what is wrong."""


class Key(NamedTuple):
    """A verifier key, written name+hex(id)+base64(type, public). Type 1 signs checkpoints, 4 cosigns them."""

    name: str
    id: bytes
    type: int
    public: bytes


def lines(root: Any, name: str) -> Iterator[bytes]:
    """The lines of a file in the bundle without their ends, one at a time; none if there is no such file."""
    if (root / name).exists():
        with (root / name).open("rb") as file:
            yield from (line.rstrip(b"\n") for line in file)


def texts(folder: Any) -> dict[str, str]:
    """The .txt files in a folder, by where they are."""
    files = sorted(folder.iterdir(), key=str) if folder.is_dir() else []
    return {str(one): one.read_text(encoding="utf-8") for one in files if one.name.endswith(".txt")}


def canonical(value: Any) -> bytes:
    """RFC 8785, for values of text, whole numbers, true, false, null, lists and objects."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def read_key(line: str) -> Key:
    """The key that a line writes."""
    name, key_id, written = line.strip().split("+", 2)
    data = base64.b64decode(written, validate=True)
    digest = hashlib.sha256(name.encode() + b"\n" + data).digest()[:4]
    if not name or digest.hex() != key_id or len(data) != 33 or data[0] not in (1, 4):
        raise ValueError("a line given as a key is no verifier key")
    return Key(name, digest, data[0], data[1:])


def open_note(note: str, keys: list[Key]) -> dict[Key, int | None]:
    """Which of `keys` signed a note (C2SP signed-note), and for a witness when."""
    text, _, signatures = note.rpartition("\n\n")
    signed: dict[Key, int | None] = {}
    for line in signatures.removesuffix("\n").split("\n"):
        dash, name, written = line.split(" ")
        data = base64.b64decode(written, validate=True)
        for key in [one for one in keys if ("\u2014", one.name, one.id) == (dash, name, data[:4])]:
            seen = int.from_bytes(data[4:12], "big") if key.type == 4 else None
            message = f"{text}\n" if seen is None else f"cosignature/v1\ntime {seen}\n{text}\n"
            try:
                signature = data[4:] if seen is None else data[12:]
                Ed25519PublicKey.from_public_bytes(key.public).verify(signature, message.encode())
            except InvalidSignature:
                raise Bad("signature", f"the signature of {name} is not of this text") from None
            signed[key] = seen
    return signed


def read_checkpoint(note: str) -> tuple[str, int, bytes]:
    """Origin, size and root that a note states (C2SP tlog-checkpoint), its signatures not looked at."""
    origin, size, root, *_ = note.rpartition("\n\n")[0].split("\n")
    if not re.fullmatch("0|[1-9][0-9]{0,19}", size) or len(base64.b64decode(root, validate=True)) != 32:
        raise ValueError("it is not a checkpoint")
    return origin, int(size), base64.b64decode(root)


def tree_root(peaks: list[bytes]) -> bytes:
    """The root over complete subtrees, largest first (RFC 6962 section 2.1)."""
    root = peaks[-1] if peaks else hashlib.sha256(b"").digest()
    for left in reversed(peaks[:-1]):
        root = hashlib.sha256(b"\x01" + left + root).digest()
    return root


class Check:
    """One run over one bundle. `findings` is what does not hold, `times` what somebody outside has seen."""

    def __init__(self, root: Any, keys: list[Key], outside: Path | None) -> None:
        self.root, self.keys = root, keys
        self.manifest: dict[str, Any] = json.loads((root / "manifest.json").read_text(encoding="utf-8"))
        self.findings: list[dict[str, str]] = []
        self.times: list[str] = []
        self.size = self.start = self.agreed = int(self.manifest["from"])
        self.peaks = [bytes.fromhex(one) for one in self.manifest["peaks"]]
        notes = [json.loads(line) for line in lines(root, "checkpoints.ndjson")]
        self.copies = {**texts(root / "outside"), **(texts(outside) if outside else {})}
        self.notes = {**{f"checkpoint {n}": note for n, note in enumerate(notes, 1)}, **self.copies}
        self.stated: dict[str, tuple[str, int, bytes]] = {}
        for place, note in self.notes.items():
            self.attempt(place, lambda p, n: self.stated.update({p: read_checkpoint(n)}), place, note)
        self.roots = {size: b"" for _, size, _ in self.stated.values()}  # b"" until the tree has that size
        self.roots[self.size] = tree_root(self.peaks)
        self.signed: dict[int, tuple[str, bytes]] = {}
        self.recorded_at = ""
        self.erased: dict[int, dict[str, int]] = {}
        self.rotations: list[tuple[int, Key, Key]] = []
        self.schemes: set[str] = set()
        self.counts = {"leaves": 0, "opened": 0, "withheld": 0, "erased": 0, "checkpoints": len(notes)}

    def attempt(self, place: str, step: Any, *arguments: Any) -> None:
        """Run a step; whatever it finds wrong becomes a finding."""
        try:
            step(*arguments)
        except Exception as error:  # noqa: BLE001 whatever a forged bundle breaks is a finding
            code, message = (
                error.args if isinstance(error, Bad) else ("malformed", f"{type(error).__name__}: {error}")
            )
            self.findings.append({"code": code, "place": place, "message": message})

    def run(self) -> None:
        """First later entries, which explain what happened to earlier ones; then each entry; then signatures."""
        before, sides = len(self.findings), lines(self.root, "sides.ndjson")
        for number, line in enumerate(lines(self.root, "leaves.ndjson"), self.start):
            if b'"record.erased"' in line or b'"key.rotated"' in line:
                self.attempt(f"entry {number}", self.look_ahead, line)
        for line in lines(self.root, "leaves.ndjson"):
            if len(self.findings) == before:
                self.attempt(f"entry {self.size}", self.check_entry, line, sides)
        entries = self.size if len(self.findings) == before else None
        for place in sorted(self.stated, key=lambda place: self.stated[place][1]):
            self.attempt(place, self.check_checkpoint, place, entries)
        if not self.findings:
            self.attempt("the whole", self.check_whole, next(sides, None))

    def look_ahead(self, line: bytes) -> None:
        """Remember what an entry erased, or that it changed the log's key, which both keys must have signed."""
        leaf = json.loads(line)
        if leaf["entry"] == "record.erased":
            for one in leaf["erases"]:
                self.erased.setdefault(one["index"], {}).update(dict.fromkeys(one["names"], leaf["index"]))
        elif leaf["entry"] == "key.rotated":
            form, index, *written = leaf["rotation"].rpartition("\n\n")[0].split("\n")
            old, new = map(read_key, written)
            right = (form, index) == ("govengine-key-rotation-1", str(leaf["index"])) and old.name == new.name
            follows = not self.rotations or self.rotations[-1][2] == old
            if not right or not follows or len(open_note(leaf["rotation"], [old, new])) != 2:
                raise Bad("rotation", "a change of the log's key must be signed by both keys")
            self.rotations.append((leaf["index"], old, new))

    def check_entry(self, line: bytes, sides: Iterator[bytes]) -> None:
        """The form of an entry, its place, its time, its side row; then it is added to the tree."""
        leaf = STRICT.decode(line.decode())
        if canonical(leaf) != line or leaf["format"] != 1 or not leaf["id"]:
            raise Bad("entry-format", "it is not an entry of format 1 in canonical form")
        if leaf["index"] != self.size or type(leaf["index"]) is not int:
            raise Bad("entry-gap", f"in its place stands what says it is entry {leaf['index']}")
        if not re.fullmatch("[0-9T:.-]{26}Z", leaf["recorded_at"]) or leaf["recorded_at"] < self.recorded_at:
            raise Bad("entry-time", f"it was recorded before the entry before it, at {self.recorded_at}")
        if leaf["commitments"]:
            self.check_side(leaf["commitments"], json.loads(next(sides, b"null")))
        self.recorded_at = leaf["recorded_at"]
        self.schemes.update(one["digest"] for one in leaf.get("schemes", []))
        self.schemes.update([leaf["digest"]] if leaf["entry"] == "scheme.adopted" else [])
        node, filled = hashlib.sha256(b"\x00" + line).digest(), self.size
        while filled & 1:
            node, filled = hashlib.sha256(b"\x01" + self.peaks.pop() + node).digest(), filled >> 1
        self.peaks.append(node)
        self.size += 1
        self.counts["leaves"] += 1
        if self.size in self.roots:
            self.roots[self.size] = tree_root(self.peaks)

    def check_side(self, commitments: dict[str, str], row: Any) -> None:
        """Every commitment opens, or is said to be withheld, or was erased by a later entry."""
        if not row or row["index"] != self.size:
            raise Bad("side-missing", "its side row is missing")
        side, withheld, gone = row["side"], set(row["withheld"]), set(row["side"].get("erased", []))
        members = {f"side.{n}": v for n, v in side.items() if n not in ("values", "salts", "erased")}
        held, salts = {**side["values"], **members}, side["salts"]
        if {*held, *salts, *withheld, *gone} - set(commitments) or {*held, *salts} & {*withheld, *gone}:
            raise Bad("side-uncommitted", "its side row holds what the entry does not commit to")
        erasures = {n: by for n, by in self.erased.get(self.size, {}).items() if by > self.size}
        for name, commitment in commitments.items():
            if name in gone and name not in erasures:
                raise Bad("erasure-unexplained", f"{name} is gone and no entry says who erased it")
            if name in held and name in erasures:
                raise Bad("erasure-not-done", f"entry {erasures[name]} erased {name}, and here it is")
            if name not in withheld and name not in gone:
                if name not in held or len(salts.get(name, "")) != 64:
                    raise Bad("side-missing", f"{name} is missing, and neither withheld nor erased")
                content = b"\x02" + bytes.fromhex(salts[name]) + name.encode() + canonical(held[name])
                if hashlib.sha256(content).hexdigest() != commitment:
                    raise Bad("side-altered", f"{name} is not what was recorded")
        for what, names in (("opened", held), ("withheld", withheld - gone), ("erased", gone)):
            self.counts[what] += len(names)

    def check_whole(self, left_over: bytes | None) -> None:
        """A checkpoint over it, the counts of the manifest, and a text for every scheme that entries name."""
        if self.size not in self.signed:
            raise Bad("entries-unsigned", f"no checkpoint covers entry {self.size - 1}")
        if left_over is not None:
            raise Bad("side-uncommitted", "there are side rows that no entry commits to")
        for what, count in self.counts.items():
            if (said := self.manifest["counts"][what]) != count:
                raise Bad("manifest", f"it says {said} {what}, and there are {count}")
        for digest in sorted(self.schemes):
            if not (self.root / "schemes" / digest.rpartition(":")[2]).is_dir():
                raise Bad("scheme-missing", f"entries rest on {digest}, and its text is not here")

    def keys_at(self, size: int) -> list[Key]:
        """The keys that speak for a tree of this size: those given, and theirs before and after a change."""
        keys, replaced = list(self.keys), set[Key]()
        for _, *pair in [*self.rotations, *reversed(self.rotations)]:
            keys += [key for key in pair if key not in keys and not set(keys).isdisjoint(pair)]
        for index, old, new in self.rotations:
            replaced = replaced - {new} | {old} if index < size else replaced
        return [key for key in keys if key not in replaced]

    def check_checkpoint(self, place: str, entries: int | None) -> None:
        """Signature, forks and root of one checkpoint, and what it says about time."""
        origin, size, root = self.stated[place]
        signers = open_note(self.notes[place], self.keys_at(size))
        if not any(key.type == 1 and key.name == origin == self.manifest["origin"] for key in signers):
            raise Bad("checkpoint-signature", "no key that you trust for this log has signed it")
        other, same = self.signed.setdefault(size, (place, root))
        if same != root:
            raise Bad("fork", f"{other} is signed for {size} entries too, and states another root")
        if entries is not None and size > entries:
            raise Bad("tail-cut", f"it was signed for {size} entries, and here are {entries}")
        if self.roots[size] not in (b"", root):
            raise Bad("log-replaced", f"entries {self.agreed} to {size - 1} are not what was signed")
        self.agreed = size if self.roots[size] else self.agreed
        witnessed = {key.name: datetime.fromtimestamp(seen, UTC) for key, seen in signers.items() if seen}
        self.times += [f"{when}: {name} had seen entries before {size}" for name, when in witnessed.items()]
        if place in self.copies:
            self.times.append(f"when {place} was made: entries before {size} existed")


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("bundle", nargs="?", type=Path, default=Path(__file__).parent)
    parser.add_argument("--key", action="append", default=[], help="a public key, or a file of them")
    parser.add_argument("--outside", type=Path, help="a folder of checkpoints kept elsewhere")
    parser.add_argument("--json", action="store_true", help="the result as JSON")
    asked = parser.parse_args()
    try:
        packed = None if asked.bundle.is_dir() else zipfile.ZipFile(asked.bundle)
        root = zipfile.Path(packed) if packed else asked.bundle
        own = "" if asked.key else "\n".join(line.decode() for line in lines(root, "keys.txt"))
        given = [Path(k).read_text() if Path(k).is_file() else k for k in asked.key]
        keys = [read_key(line) for text in [*given, own] for line in text.splitlines() if line.strip()]
        check = Check(root, keys, asked.outside)
        if packed and len(packed.namelist()) != len(set(packed.namelist())):
            raise ValueError("the bundle holds a file twice")
    except Exception as error:  # noqa: BLE001 whatever it is, this is no bundle
        print(f"nothing to check: {error}", file=sys.stderr)
        return 2
    check.attempt(str(asked.bundle), check.run)
    result = {
        "origin": check.manifest["origin"], "made_at": check.manifest["made_at"], "from": check.start,
        "size": check.size, "root": tree_root(check.peaks).hex(), **check.counts,
        "last_recorded_at": check.recorded_at, "times": check.times or ["no outside time"],
        "changes_of_key": [f"entry {index}" for index, _, _ in check.rotations],
        "warnings": [] if asked.key else ["no --key given: the bundle agrees with itself, whosever it is"],
        "findings": check.findings, "well": not check.findings,
    }  # fmt: skip
    if asked.json:
        print(json.dumps(result, indent=2, ensure_ascii=False))
    for name, value in [] if asked.json else result.items():
        for one in value if isinstance(value, list) else [value]:
            print(f"{name}:", "{place}: {code}: {message}".format(**one) if name == "findings" else one)
    return 1 if check.findings else 0


if __name__ == "__main__":
    sys.exit(main())
