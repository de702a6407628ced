"""The first tables: answers, counts, and who of the staff may see them."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

TIME = sa.String(32)
HASH = sa.String(64)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "answers",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("conversation", sa.String(32), nullable=False, index=True),
        sa.Column("asked_at", TIME, nullable=False),
        sa.Column("turns", sa.JSON, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("rule", sa.String(64), nullable=False),
        sa.Column("notice", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("excerpts", sa.JSON, nullable=False),
        sa.Column("answerable", sa.Float, nullable=False),
        sa.Column("margin", sa.Float, nullable=False),
        sa.Column("index_id", sa.String(64), nullable=False),
        sa.Column("model", sa.String(200), nullable=False),
        sa.Column("article_sha256", HASH, nullable=False),
        sa.Column("opinion", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(32), nullable=False),
        sa.Column("comment", sa.Text, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Index("answers_newest", "asked_at", "id"),
    )
    op.create_table(
        "counts",
        sa.Column("day", sa.String(10), primary_key=True),
        sa.Column("name", sa.String(32), primary_key=True),
        sa.Column("number", sa.Integer, nullable=False),
    )
    op.create_table(
        "accounts",
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("password", sa.String(200), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
    )
    op.create_table(
        "sign_ins",
        sa.Column("token_sha256", HASH, primary_key=True),
        sa.Column("name", sa.String(64), nullable=False, index=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("seen_at", TIME, nullable=False),
    )
    op.create_table(
        "attempts",
        sa.Column("whose", HASH, primary_key=True),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("last_at", TIME, nullable=False),
    )
    op.create_table(
        "deeds",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("done_at", TIME, nullable=False, index=True),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("what", sa.String(64), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
    )
