"""Headers of every page. No script is let in, but on pages that say they have one: ours, from an address of ours."""

from flask import Response, g, request

from api.routes.request import service

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)

WITH_SCRIPT = f"{POLICY}; script-src 'self'; connect-src 'self'"

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # with no-referrer a browser would not say where its own form came from
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}


def let_our_script_in() -> None:
    """This page has a script of ours, which may ask this service (docs/decisions/0010-drafts.md)."""
    g.has_script = True


def by_https() -> bool:
    """Whether the browser came by https, here or to something in front of the service."""
    return request.is_secure or service().settings.https


def harden(response: Response) -> Response:
    """Set them. A page is asked for again each time, and may still be there when somebody goes back."""
    response.headers.extend(HEADERS)
    if g.get("has_script"):
        response.headers["Content-Security-Policy"] = WITH_SCRIPT
    response.headers.setdefault("Cache-Control", "private, no-cache")
    if by_https():
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    return response
