"""The time as the store writes it."""

from datetime import UTC, datetime, timedelta


def stamp(ago: timedelta = timedelta()) -> str:
    """The time now, or some while ago: ISO 8601 in UTC, to the second."""
    return (datetime.now(UTC) - ago).isoformat(timespec="seconds")
