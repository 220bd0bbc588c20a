"""All pages. A new one adds its blueprint here."""

from flask import Flask

from api.pages import (
    assets,
    binds,
    cases,
    changes,
    draft,
    draft_changes,
    draft_proposal,
    draft_table,
    drafts,
    exercises,
    lab,
    map_beginning,
    maps,
    questions,
    replies,
    scenarios,
    shadow,
    signing_in,
    start,
    suggesting,
    suggestions,
)

BLUEPRINTS = (
    assets.blueprint,
    start.blueprint,
    signing_in.blueprint,
    lab.blueprint,
    cases.blueprint,
    scenarios.blueprint,
    exercises.blueprint,
    map_beginning.blueprint,
    maps.blueprint,
    drafts.blueprint,
    draft.blueprint,
    draft_table.blueprint,
    draft_changes.blueprint,
    draft_proposal.blueprint,
    questions.blueprint,
    replies.blueprint,
    changes.blueprint,
    binds.blueprint,
    shadow.blueprint,
    suggesting.blueprint,
    suggestions.blueprint,
)


def add_pages(app: Flask) -> None:
    """Serve the pages beside the API."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
