"""Stylesheets, the icon and a script: our own, and govuk-frontend's where it is installed. Their addresses hold their digests.

Without govuk-frontend's the pages are plain and whole; `govengine assets` installs it.
"""

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound

from api.pages.frontend import STYLESHEET
from api.routes.request import service

blueprint = Blueprint("pages-assets", __name__, url_prefix="/assets")

FOR_EVER = "public, max-age=31536000, immutable"
"""What is at an address with a digest in it never changes."""

DIGITS = 16


TYPES = {".css": "text/css; charset=utf-8", ".svg": "image/svg+xml", ".js": "text/javascript; charset=utf-8"}


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that never changes, as it is and packed, with the digest of its bytes."""

    name: str
    content: bytes
    digest: str
    packed: bytes

    @property
    def path(self) -> str:
        """Where it is."""
        return f"/assets/{self.digest}/{self.name}"


@dataclass(frozen=True, slots=True)
class Assets:
    """What every page loads; the stylesheets stand in their order. `as_typed` is for pages that let a script in."""

    stylesheets: tuple[Asset, ...]
    icon: Asset
    as_typed: Asset


def assets() -> Assets:
    """The assets of this service."""
    return _read(service().settings.assets)


@cache
def _read(folder: Path) -> Assets:
    frontend = folder / STYLESHEET
    installed = [_asset(STYLESHEET, frontend.read_bytes())] if frontend.is_file() else []
    return Assets((*installed, _ours("pages.css")), _ours("icon.svg"), _ours("as-typed.js"))


def _ours(name: str) -> Asset:
    return _asset(name, files("api.pages").joinpath("static", name).read_bytes())


def _asset(name: str, content: bytes) -> Asset:
    digest = hashlib.sha256(content).hexdigest()[:DIGITS]
    return Asset(name, content, digest, gzip.compress(content, mtime=0))


@blueprint.get("/<string:digest>/<string:name>")
def asset(digest: str, name: str) -> Response:
    """An asset, for ever the same."""
    here = assets()
    for one in (*here.stylesheets, here.icon, here.as_typed):
        if (one.digest, one.name) == (digest, name):
            return _reply(one)
    raise NotFound


def _reply(one: Asset) -> Response:
    kind = TYPES[Path(one.name).suffix]
    packed = request.accept_encodings["gzip"] > 0
    reply = Response(one.packed if packed else one.content, content_type=kind)
    reply.headers |= {
        "Cache-Control": FOR_EVER,
        "Vary": "Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
    }
    if packed:
        reply.headers["Content-Encoding"] = "gzip"
    return reply
