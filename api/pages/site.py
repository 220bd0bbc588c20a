"""All pages. A new one adds its blueprint here."""

from flask import Flask

from api.pages import assets, signing_in, start

BLUEPRINTS = (assets.blueprint, signing_in.blueprint, start.blueprint)


def add_pages(app: Flask) -> None:
    """Serve the pages beside the API."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
