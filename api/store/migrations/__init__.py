"""Alembic's environment and the migrations, shipped with the package: no alembic.ini is needed."""
