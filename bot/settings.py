"""What the operator can set: ``nutgraf.toml``, over it the environment, over that the command line."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    Field,
    IPvAnyNetwork,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from bot.errors import ConfigError

DEFAULT_CONFIG = Path("nutgraf.toml")

HomePath = Annotated[Path, AfterValidator(Path.expanduser)]
"""A path that may begin with ~, as in a shell."""
LogLevel = Annotated[
    Literal["debug", "info", "warning", "error"],
    BeforeValidator(lambda value: value.lower() if isinstance(value, str) else value),
]


def _contact(value: str) -> str:
    """Hold a contact to what can stand in an HTTP header: a URL or a mail address, nothing around it."""
    value = value.strip()
    if not value:
        return value
    if len(value) > 200 or not _CONTACT.fullmatch(value):
        raise ValueError("it must be a URL (https://…) or a mail address")
    return value


_CONTACT = re.compile(r"https?://[!-'*-;=?-~]+|(?:mailto:)?[\w.+-]+@[\w-]+(?:\.[\w-]+)*", re.ASCII)
Contact = Annotated[str, AfterValidator(_contact)]


class DigestSettings(BaseModel, extra="forbid"):
    """How digests are composed and how many a guild may have."""

    stories: int = Field(default=6, ge=3, le=8)
    """Stories in one digest, at most."""
    max_age_days: int = Field(default=7, ge=0, le=3_650)
    """Older articles (by publish day) are not posted; 0: no limit."""
    min_interval_minutes: int = Field(default=15, ge=1)
    max_subscriptions: int = Field(default=25, ge=1)
    """For one guild."""
    max_follows: int = Field(default=5, ge=1)
    """For one member, in private."""
    catch_up_hours: int = Field(default=36, ge=1, le=8_760)
    """After downtime, a slot older than this is not made up for."""
    sends_per_second: int = Field(default=40, ge=1, le=50)
    """Requests that digests make of Discord, which takes 50 of a bot: the rest is for commands."""
    deleted_channel_days: int = Field(default=14, ge=1, le=3_650)
    """After which the digests of a deleted channel end."""
    left_guild_days: int = Field(default=90, ge=1, le=3_650)
    """After which the digests of a server that removed the bot end; before that they resume on its return."""


class IngestSettings(BaseModel, extra="forbid"):
    """How documents become articles."""

    workers: int = Field(default_factory=lambda: min(4, os.cpu_count() or 1), ge=1, le=64)
    deadline_seconds: float = Field(default=20.0, gt=0)
    """A document that takes a worker longer is given up."""
    memory_mb: int = Field(default=1024, ge=256)
    """Address space of one worker."""
    max_file_mb: int = Field(default=10, ge=1)
    """Larger article files are refused."""


class SourceSettings(BaseModel, extra="forbid"):
    """How feeds and pages are fetched."""

    contact: Contact = ""
    """The operator's URL or mail address, in the User-Agent, for the people whose servers are asked."""
    private_networks: tuple[IPvAnyNetwork, ...] = ()
    """Networks that may be asked although they are not public, as 10.0.5.0/24.

    Whoever may add a feed, in any guild, can then have what is inside them fetched, and everybody by
    *Summarise links*.
    """
    timeout_seconds: float = Field(default=20.0, gt=0, le=300)
    """For one request from connecting to its last byte; half of it to connect, half to the first byte."""
    max_feed_mb: int = Field(default=10, ge=1, le=100)
    """Larger feeds (unpacked) are refused."""
    max_page_mb: int = Field(default=3, ge=1, le=100)
    """Larger pages (unpacked) are refused."""
    concurrent_requests: int = Field(default=32, ge=1, le=500)
    host_pause_seconds: float = Field(default=1.0, ge=0, le=60)
    """Between two requests to the same host."""
    feeds_per_guild: int = Field(default=50, ge=1)
    min_poll_minutes: int = Field(default=15, ge=1)
    """A feed is asked no more often."""
    max_poll_hours: int = Field(default=24, ge=1, le=24 * 30)
    """A feed is asked at least this often, however quiet it is and however long it has failed."""
    full_text: bool = True
    """Whether the page behind an item is fetched where the feed gives only a teaser."""

    @model_validator(mode="after")
    def _order(self) -> Self:
        if self.min_poll_minutes > self.max_poll_hours * 60:
            raise ValueError("min_poll_minutes must not be longer than max_poll_hours")
        return self


class HealthSettings(BaseModel, extra="forbid"):
    """The page for those who watch over the bot: ``/healthz`` and, for Prometheus, ``/metrics``."""

    port: int | None = Field(default=None, ge=0, le=65535)
    """None: it is not served; 0: any free port."""
    host: str = "127.0.0.1"


class Settings(BaseSettings):
    """Everything that can be set. Built by :func:`load_settings`, never at import.

    Environment variables that merely begin with NUTGRAF_ (NUTGRAF_EVAL_DIR of the benches) are left alone; an
    unknown key in the file, or inside a table (NUTGRAF_DIGESTS__STORYS), is an error.
    """

    model_config = SettingsConfigDict(
        env_prefix="NUTGRAF_",
        env_nested_delimiter="__",
        # compose files set what is not given to nothing
        env_ignore_empty=True,
        extra="forbid",
    )

    token: SecretStr | None = None
    """Better given as NUTGRAF_TOKEN or NUTGRAF_TOKEN_FILE than in a file that is copied about."""
    token_file: HomePath | None = None
    db: HomePath = Path("data/nutgraf.db")
    watch: HomePath | None = None
    """A folder whose article files are read as they arrive."""
    topics: HomePath | None = None
    """A topics file to use instead of the built-in one."""
    answers_public: bool = False
    """True: answers are shown to the whole channel instead of only to who asked."""
    log_level: LogLevel = "info"
    digests: DigestSettings = Field(default_factory=DigestSettings)
    ingest: IngestSettings = Field(default_factory=IngestSettings)
    sources: SourceSettings = Field(default_factory=SourceSettings)
    health: HealthSettings = Field(default_factory=HealthSettings)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Put the command line over the environment over the file that ``model_config`` names."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def load_settings(config: Path | None = None, **overrides: Any) -> Settings:
    """Read the settings.

    `config` is the TOML file (default: ``nutgraf.toml`` in the current folder, when there is one);
    `overrides` come from the command line, None meaning "not given".
    Raises :class:`ConfigError` naming the setting and what is wrong with it.
    """
    path = config or DEFAULT_CONFIG
    if config is not None and not config.is_file():
        raise ConfigError(f"There is no configuration file {config}.")

    class FileSettings(Settings):
        model_config = SettingsConfigDict(toml_file=path)

    given = {key: value for key, value in overrides.items() if value is not None}
    try:
        return FileSettings(**given)
    except ValidationError as error:
        raise ConfigError(_first_problem(error)) from error
    except SettingsError as error:
        # NUTGRAF_DIGESTS=… takes JSON; NUTGRAF_DIGESTS__STORIES is what was meant
        raise ConfigError(f"A setting in the environment cannot be understood: {error}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} is not valid TOML: {error}.") from error
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}.") from error


def read_token(settings: Settings) -> str:
    """Return the bot's token from the setting or the file it names; raises :class:`ConfigError`."""
    if settings.token is not None:
        token = settings.token.get_secret_value().strip()
    elif settings.token_file is not None:
        try:
            token = settings.token_file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError(f"The token file {settings.token_file} cannot be read.") from error
    else:
        raise ConfigError(
            "No bot token: set NUTGRAF_TOKEN or NUTGRAF_TOKEN_FILE (the README tells how to get one), "
            "or try `nutgraf sandbox`, which needs none."
        )
    if not token:
        raise ConfigError("The bot token is empty.")
    if not token.isascii() or any(letter.isspace() for letter in token):
        # it goes into an HTTP header as it is
        raise ConfigError("The bot token has characters that no token has: copy it again, and nothing else.")
    return token


def _first_problem(error: ValidationError) -> str:
    problem = error.errors(include_url=False)[0]
    name = ".".join(str(part) for part in problem["loc"]) or "settings"
    if problem["type"] == "extra_forbidden":
        return f"There is no setting called {name}."
    reason = problem["msg"].removeprefix("Value error, ")
    return f"The setting {name} is wrong: {reason}."
