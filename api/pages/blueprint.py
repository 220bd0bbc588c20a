"""What every blueprint of pages has: form tokens checked before, headers set after, a page for every state."""

from flask import Blueprint

from api.pages.headers import harden
from api.pages.states import answer_with_pages
from api.pages.visit import check_form, keep_cookie


def page_blueprint(name: str, url_prefix: str | None = None) -> Blueprint:
    """A blueprint for pages about one thing. Its endpoints begin with `pages-`."""
    made = Blueprint(f"pages-{name}", __name__, url_prefix=url_prefix)
    made.before_request(check_form)
    made.after_request(keep_cookie)
    made.after_request(harden)
    answer_with_pages(made)
    return made
