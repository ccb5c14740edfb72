"""Run migrations on the connection that `trucewatch.record` hands over."""

from alembic import context

from trucewatch.record._schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
