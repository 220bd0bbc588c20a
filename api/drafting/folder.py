"""A draft's files as they come in and go out: names, sizes, zip files, and the head a new version has."""

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import PurePosixPath

from api.problems import problem
from api.store.drafts import Files
from govengine.errors import RequestError
from govengine.scheme.source import Mapping as Keys
from govengine.scheme.source import Node, Text, read_yaml
from govengine.scheme.version import SCHEME_FILE

MOST_FILES = 50
LARGEST = 900_000
"""Bytes of all files together: what one request can carry."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
"""The name of a version, and of its folder."""


def good_files(files: Mapping[str, str]) -> Files:
    """These files, if a version's folder may hold them. Raises RequestError `bad-folder`."""
    if SCHEME_FILE not in files:
        raise RequestError([problem("bad-folder", f"There is no {SCHEME_FILE} among the files.")])
    bad = next((name for name in files if not _NAME.fullmatch(name)), None)
    if bad is not None:
        raise RequestError([problem("bad-folder", f"{bad[:60]!r} is not the name of a file of a scheme.")])
    size = sum(len(text.encode()) for text in files.values())
    if len(files) > MOST_FILES or size > LARGEST:
        told = f"A draft holds {MOST_FILES} files and {LARGEST:,} bytes at most; these are {len(files)} and {size:,}."
        raise RequestError([problem("bad-folder", told)])
    if any("\0" in text for text in files.values()):
        raise RequestError([problem("bad-folder", "A file holds characters that are no text.")])
    return dict(files)


def texts_of(files: Mapping[str, bytes]) -> Files:
    """Files as texts, every character kept. Raises RequestError `bad-folder`."""
    try:
        return good_files({name: content.decode("utf-8") for name, content in files.items()})
    except UnicodeDecodeError as error:
        raise RequestError([problem("bad-folder", "A file is not UTF-8.")]) from error


def bytes_of(files: Files) -> dict[str, bytes]:
    """Texts as files."""
    return {name: text.encode() for name, text in files.items()}


def zipped(files: Files, folder: str) -> bytes:
    """A zip of the folder. The same files make the same bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(bytes_of(files).items()):
            archive.writestr(zipfile.ZipInfo(f"{folder}/{name}"), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def folder_of(scheme: str, version: str | None) -> str:
    """`scheme/version`, the folder a zip holds; `draft` where the version has no name a folder could have."""
    return f"{scheme}/{version if version is not None and VERSION.fullmatch(version) else 'draft'}"


def unzipped(content: bytes) -> Files:
    """The files of the one folder with a scheme in it. Raises RequestError `bad-folder`."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            inside = [one for one in archive.infolist() if not one.is_dir()]
            if len(inside) > MOST_FILES or sum(one.file_size for one in inside) > LARGEST:
                told = f"A zip of a scheme holds {MOST_FILES} files and {LARGEST:,} bytes at most."
                raise RequestError([problem("bad-folder", told)])
            found = {one.filename: _read(archive, one) for one in inside}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise RequestError([problem("bad-folder", "This is not a zip file that can be read.")]) from error
    folders = [PurePosixPath(name).parent for name in found if PurePosixPath(name).name == SCHEME_FILE]
    if len(folders) != 1:
        told = f"The zip has {len(folders)} files named {SCHEME_FILE}; it has to have one."
        raise RequestError([problem("bad-folder", told)])
    here = {name: text for name, text in found.items() if PurePosixPath(name).parent == folders[0]}
    return texts_of({PurePosixPath(name).name: text for name, text in here.items()})


def _read(archive: zipfile.ZipFile, one: zipfile.ZipInfo) -> bytes:
    """No more than it says it has."""
    with archive.open(one) as file:
        return file.read(LARGEST + 1)[: one.file_size]


def with_head(files: Files, version: str, since: str | None) -> Files:
    """The files under another version's name, and from another day on."""
    text = files[SCHEME_FILE]
    node = read_yaml(text.encode(), SCHEME_FILE, [])
    keys = _keys(node)
    edits = [(keys.get("version"), f'"{version}"')]
    effective = _keys(keys.get("effective"))
    if since is not None:
        edits.append((effective.get("from"), since))
    for where, new in sorted(
        edits, key=lambda edit: edit[0].place.line if isinstance(edit[0], Text) else 0, reverse=True
    ):
        if isinstance(where, Text):
            text = _put(text, where, new)
    return {**files, SCHEME_FILE: text}


def _keys(node: Node | None) -> dict[str, Node]:
    return {key.value: value for key, value in node.entries} if isinstance(node, Keys) else {}


def _put(text: str, where: Text, new: str) -> str:
    """Other words in the place of a scalar that stands in one line; the text as it is where they cannot be found."""
    lines = text.splitlines(keepends=True)
    line = lines[where.place.line - 1]
    start = where.place.column - 1
    for quoted in (f'"{where.value}"', f"'{where.value}'", where.value):
        if line.startswith(quoted, start):
            lines[where.place.line - 1] = line[:start] + new + line[start + len(quoted) :]
            return "".join(lines)
    return text


__all__ = [
    "LARGEST",
    "MOST_FILES",
    "VERSION",
    "bytes_of",
    "folder_of",
    "good_files",
    "texts_of",
    "unzipped",
    "with_head",
    "zipped",
]
