"""What is kept of conversations on the server, and who of the staff may see it."""

from corpus import B12BotError


class StoreError(B12BotError):
    """The store cannot be read or written."""
