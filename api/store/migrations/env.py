"""What Alembic runs. The connection comes from `api.store.upgrade`, already locked and in a transaction."""

from alembic import context

from api.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
