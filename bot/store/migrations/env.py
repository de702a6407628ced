"""What Alembic runs to change the schema: on the connection that it is given."""

from alembic import context

from bot.store.tables import Table

context.configure(
    connection=context.config.attributes["connection"], target_metadata=Table.metadata
)
context.run_migrations()
