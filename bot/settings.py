"""Settings: from the command line, the environment (B12BOT_...), a file of settings.

Which of them a value came from, and what it is for, is told by `b12bot settings`.
"""

import os
import re
import tomllib
from collections.abc import Iterable
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path, user_data_path
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from corpus import B12BotError

BUNDLED_MODEL = "all-MiniLM-L6-v2"
PREFIX = "B12BOT_"
ORIGIN = re.compile(r"https?://[A-Za-z0-9.-]+(?::\d{1,5})?")
FILE = f"{PREFIX}SETTINGS"  # names a TOML file with settings


class SettingsError(B12BotError):
    """A setting has a value that cannot be used."""


class Keep(StrEnum):
    """What is kept of a chat on the server."""

    NONE = "none"
    FEEDBACK = "feedback"
    ALL = "all"


class Settings(BaseSettings):
    """What an operator may choose; every field is also B12BOT_<NAME>."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    article: Path | None = Field(default=None, description="article to answer from")
    model: str = Field(default=BUNDLED_MODEL, description="sentence-transformers model")
    index_dir: Path = Field(
        default_factory=lambda: user_cache_path("b12bot", appauthor=False) / "index",
        description="folder that the index is kept in",
    )
    host: str = Field(default="127.0.0.1", description="address to listen on")
    port: int = Field(default=7860, ge=1, le=65535, description="port to listen on")
    keep: Keep = Field(
        default=Keep.FEEDBACK, description="what of a chat is kept on the server"
    )
    keep_days: int = Field(
        default=180, ge=1, le=3650, description="days after which it is forgotten"
    )
    data_dir: Path = Field(
        default_factory=lambda: user_data_path("b12bot", appauthor=False),
        description="folder that answers and accounts are kept in",
    )
    database: SecretStr = Field(
        default=SecretStr(""),
        description="database to keep them in instead: postgresql://NAME:...@HOST/NAME",
    )
    suites: Path | None = Field(
        default=None, description="folder of the suite that the console works on"
    )
    compare_with: Path | None = Field(
        default=None, description="settings file that the console can answer with too"
    )
    questions_a_minute: int = Field(
        default=60,
        ge=0,
        le=10**6,
        description="that one client may ask; 0: any number (this machine always)",
    )
    trusted_proxies: str = Field(
        default="127.0.0.1",
        description="whose X-Forwarded-For and -Proto are believed: 10.0.0.0/8,::1",
    )
    origins: str = Field(
        default="",
        description="other sites whose pages may use the HTTP API: https://a.org,...",
    )
    metrics_port: int | None = Field(
        default=None,
        ge=1,
        le=65535,
        description="port of this machine that Prometheus reads /metrics at",
    )
    json_log: bool = Field(
        default=False, description="log a line of JSON for each answer, without words"
    )
    operator: str = Field(
        default="",
        max_length=200,
        description="who runs the page",
    )

    @field_validator("origins")
    @classmethod
    def _are_origins(cls, value: str) -> str:
        for each in filter(None, value.split(",")):
            if not ORIGIN.fullmatch(each.strip()):
                raise ValueError(f"{each!r} is no origin such as https://example.org")
        return value

    @property
    def allowed_origins(self) -> list[str]:
        """The origins as a list."""
        return [each.strip() for each in self.origins.split(",") if each.strip()]

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - not read
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - not read
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What is given, then the environment, then the file that it names."""
        file = os.environ.get(FILE)
        if not file:
            return init_settings, env_settings
        toml = TomlConfigSettingsSource(settings_cls, toml_file=file)
        return init_settings, env_settings, toml


def read_settings_file(path: Path) -> Settings:
    """Settings as a TOML file gives them; SettingsError where it cannot be read."""
    return read_settings(**_read_toml(path))


def read_settings(**given: Any) -> Settings:
    """Settings with those given (None means not given) before all others.

    SettingsError names what has a value that cannot be used, or no such name.
    """
    chosen = {name: value for name, value in given.items() if value is not None}
    file = os.environ.get(FILE)
    known = [FILE, *(PREFIX + name.upper() for name in Settings.model_fields)]
    _refuse_unknown([name for name in os.environ if name.startswith(PREFIX)], known)
    _refuse_unknown(_read_toml(Path(file)) if file else (), Settings.model_fields)
    _refuse_unknown(chosen, Settings.model_fields)
    try:
        return Settings(**chosen)
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(map(str, first["loc"]))
        raise SettingsError(
            f"The setting {name} cannot be {first['input']!r}: {first['msg']}.",
            f"Mend --{name.replace('_', '-')} or {PREFIX}{name.upper()}.",
        ) from error


def origin(name: str) -> str:
    """Where a setting's value comes from when no option gives it."""
    if PREFIX + name.upper() in os.environ:
        return PREFIX + name.upper()
    file = os.environ.get(FILE)
    return file if file and name in _read_toml(Path(file)) else "default"


def _refuse_unknown(names: Iterable[str], known: Iterable[str]) -> None:
    for name in set(names) - set(known):
        nearest = get_close_matches(name, known, n=1, cutoff=0)
        raise SettingsError(
            f"There is no setting {name}.",
            f"Is {nearest[0]} meant? `b12bot settings` lists them all.",
        )


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(
            f"{path}: cannot be read as TOML ({error}).",
            'Write lines such as model = "all-MiniLM-L6-v2".',
        ) from error
