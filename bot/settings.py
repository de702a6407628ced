"""Settings from the environment (B12BOT_...) or the command line."""

from pathlib import Path
from typing import Any

from platformdirs import user_cache_path
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from corpus import B12BotError

BUNDLED_MODEL = "all-MiniLM-L6-v2"


class SettingsError(B12BotError):
    """A setting has a value that cannot be used."""


class Settings(BaseSettings):
    """What an operator may choose; every field is also B12BOT_<NAME>."""

    model_config = SettingsConfigDict(env_prefix="B12BOT_", frozen=True, extra="forbid")

    article: Path | None = Field(default=None, description="article to answer from")
    model: str = Field(default=BUNDLED_MODEL, description="sentence-transformers model")
    index_dir: Path = Field(
        default_factory=lambda: user_cache_path("b12bot", appauthor=False) / "index",
        description="folder that the index is kept in",
    )
    host: str = Field(default="127.0.0.1", description="address to listen on")
    port: int = Field(default=7860, ge=1, le=65535, description="port to listen on")


def read_settings(**given: Any) -> Settings:
    """Settings with those given (None means not given) before the environment's."""
    chosen = {name: value for name, value in given.items() if value is not None}
    try:
        return Settings(**chosen)
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(map(str, first["loc"]))
        raise SettingsError(
            f"The setting {name} cannot be {first['input']!r}: {first['msg']}.",
            f"Mend --{name.replace('_', '-')} or B12BOT_{name.upper()}.",
        ) from error
