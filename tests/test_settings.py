"""Settings: what overrides what, and what a person is told about a mistake."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path

import pytest

from bot.errors import ConfigError
from bot.resources import default_config
from bot.settings import Settings, load_settings, read_token


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither this machine's settings nor its environment."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.upper().startswith("NUTGRAF_")]:
        monkeypatch.delenv(name)


def write(text: str, name: str = "nutgraf.toml") -> Path:
    path = Path(name)
    path.write_text(text, encoding="utf-8")
    return path


def test_without_anything_the_defaults_hold() -> None:
    settings = load_settings()

    assert settings.db == Path("data/nutgraf.db")
    assert settings.digests.stories == 6
    assert 1 <= settings.ingest.workers <= 4


def test_the_file_in_the_folder_is_read_without_being_named() -> None:
    write('db = "news.db"\n[digests]\nstories = 4\n')

    settings = load_settings()

    assert settings.db == Path("news.db")
    assert settings.digests.stories == 4
    assert settings.digests.max_age_days == 7


def test_file_then_environment_then_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    write('db = "file.db"\nwatch = "file"\ntopics = "file.toml"\n[digests]\nstories = 4\nmax_age_days = 2\n')
    monkeypatch.setenv("NUTGRAF_WATCH", "environment")
    monkeypatch.setenv("NUTGRAF_DB", "environment.db")
    monkeypatch.setenv("NUTGRAF_DIGESTS__STORIES", "5")

    settings = load_settings(db=Path("line.db"), watch=None)

    assert settings.db == Path("line.db")
    assert settings.watch == Path("environment")
    assert settings.topics == Path("file.toml")
    assert settings.digests.stories == 5
    assert settings.digests.max_age_days == 2


def test_an_empty_variable_is_a_variable_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    # compose files hand on what is unset as nothing
    monkeypatch.setenv("NUTGRAF_TOKEN", "")
    monkeypatch.setenv("NUTGRAF_WATCH", "")
    monkeypatch.setenv("NUTGRAF_TOKEN_FILE", str(write("abc.def.ghi\n", "token")))

    settings = load_settings()

    assert settings.watch is None
    assert read_token(settings) == "abc.def.ghi"


def test_variables_of_other_tools_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUTGRAF_EVAL_DIR", "/somewhere")
    monkeypatch.setenv("NUTGRAF_", "x")

    assert load_settings().db == Path("data/nutgraf.db")


def test_paths_may_begin_at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/somebody")
    write('db = "~/news.db"\n')

    assert load_settings().db == Path("/home/somebody/news.db")


@pytest.mark.parametrize(
    "contact",
    [
        "",
        "desk@herald.example",
        "mailto:desk@herald.example",
        "https://herald.example/bot?x=1",
        "a.b+c@d.e.f",
    ],
)
def test_a_contact_is_a_url_or_a_mail_address(contact: str) -> None:
    write(f'[sources]\ncontact = "  {contact} "\n')

    assert load_settings().sources.contact == contact


def test_networks_that_may_be_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUTGRAF_SOURCES__PRIVATE_NETWORKS", '["10.0.5.0/24", "fd00::/8", "192.168.1.7"]')

    networks = load_settings().sources.private_networks

    assert [str(network) for network in networks] == ["10.0.5.0/24", "fd00::/8", "192.168.1.7/32"]


def test_the_log_level_is_written_as_one_likes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUTGRAF_LOG_LEVEL", "WARNING")

    assert load_settings().log_level == "warning"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("colour = 1\n", "There is no setting called colour."),
        ("[digests]\nstorys = 1\n", "There is no setting called digests.storys."),
        ("[digests]\nstories = 'many'\n", "The setting digests.stories is wrong: .*integer"),
        ("[digests]\nstories = 9\n", "The setting digests.stories is wrong: .*8"),
        ("[digests]\nmax_age_days = 99999999\n", "The setting digests.max_age_days is wrong: .*3650"),
        ("[digests]\nleft_guild_days = 99999999\n", "The setting digests.left_guild_days is wrong: .*3650"),
        ("[ingest]\nworkers = 0\n", "The setting ingest.workers is wrong"),
        ("db = 5\n", "The setting db is wrong"),
        ("digests = 3\n", "The setting digests is wrong"),
        ("log_level = 'loud'\n", "The setting log_level is wrong"),
        ("log_level = 3\n", "The setting log_level is wrong"),
        ("db = \n", "nutgraf.toml is not valid TOML"),
        (
            "[sources]\ncontact = 'me'\n",
            r"The setting sources.contact is wrong: it must be a URL \(https://…\) or a mail address\.",
        ),
        ("[sources]\ncontact = 'https://a.example/\\nX: y'\n", "The setting sources.contact is wrong"),
        ('[sources]\ncontact = "a@b.example\\r\\nX: y"\n', "The setting sources.contact is wrong"),
        ('[sources]\ncontact = "https://a.example/)("\n', "The setting sources.contact is wrong"),
        (
            "[sources]\nprivate_networks = ['10.0.0.0/8', 'office']\n",
            r"The setting sources.private_networks.1 is wrong: .*network",
        ),
        ("[sources]\nprivate_networks = '10.0.0.0/8'\n", "The setting sources.private_networks is wrong"),
        ("[sources]\ntimeout_seconds = 0\n", "The setting sources.timeout_seconds is wrong"),
        ("[sources]\nconcurrent_requests = 0\n", "The setting sources.concurrent_requests is wrong"),
        ("[sources]\nhost_pause_seconds = -1\n", "The setting sources.host_pause_seconds is wrong"),
        (
            "[sources]\nmin_poll_minutes = 90\nmax_poll_hours = 1\n",
            "The setting sources is wrong: min_poll_minutes must not be longer than max_poll_hours",
        ),
        ("[sources]\nfull_text = 'perhaps'\n", "The setting sources.full_text is wrong"),
    ],
)
def test_a_mistake_in_the_file_is_told_in_one_sentence(text: str, told: str) -> None:
    write(text)

    with pytest.raises(ConfigError, match=told) as caught:
        load_settings()

    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("NUTGRAF_DIGESTS__STORIES", "many", "The setting digests.stories is wrong"),
        ("NUTGRAF_DIGESTS__STORYS", "3", "There is no setting called digests.storys."),
        ("NUTGRAF_DIGESTS", "many", "A setting in the environment cannot be understood: .*digests"),
    ],
)
def test_a_mistake_in_the_environment_is_told_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, told: str
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(ConfigError, match=told):
        load_settings()


def test_a_file_that_is_named_must_be_there() -> None:
    with pytest.raises(ConfigError, match=r"There is no configuration file other\.toml\."):
        load_settings(Path("other.toml"))


def test_a_file_that_is_no_text() -> None:
    Path("nutgraf.toml").write_bytes(b"db = \xff\xfe\n")

    with pytest.raises(ConfigError, match=r"nutgraf\.toml is not valid TOML"):
        load_settings()


# --- the token ----------------------------------------------------------------------------------------------


def test_the_token_is_never_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUTGRAF_TOKEN", "abc.def.ghi")

    settings = load_settings()

    assert read_token(settings) == "abc.def.ghi"
    assert "abc.def" not in repr(settings) + str(settings) + settings.model_dump_json()


def test_a_token_file_may_end_in_a_line_break(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUTGRAF_TOKEN_FILE", str(write("  abc.def.ghi\r\n", "token")))

    assert read_token(load_settings()) == "abc.def.ghi"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "The token file token cannot be read"),
        (b"", "The bot token is empty"),
        (b" \n", "The bot token is empty"),
        (b"\xff\xfe\x00", "The token file token cannot be read"),
        (b"abc\ndef", "The bot token has characters that no token has"),
        ("schlüssel".encode(), "The bot token has characters that no token has"),
    ],
)
def test_a_token_file_that_cannot_be_used(
    monkeypatch: pytest.MonkeyPatch, content: bytes | None, told: str
) -> None:
    if content is not None:
        Path("token").write_bytes(content)
    monkeypatch.setenv("NUTGRAF_TOKEN_FILE", "token")

    with pytest.raises(ConfigError, match=told):
        read_token(load_settings())


def test_no_token_says_where_to_get_one() -> None:
    with pytest.raises(ConfigError, match=r"No bot token: set NUTGRAF_TOKEN or NUTGRAF_TOKEN_FILE .*sandbox"):
        read_token(load_settings())


# --- the commented defaults ---------------------------------------------------------------------------------

OPEN_SETTINGS = {"health.port", "watch", "topics", "ingest.workers"}
"""Settings without one default: their lines are examples, commented out."""
SECRET_SETTINGS = {"token", "token_file"}
"""The file tells not to put them there."""


def flat(values: dict[str, object], prefix: str = "") -> dict[str, object]:
    """Return the settings by their dotted names."""
    found: dict[str, object] = {}
    for name, value in values.items():
        if isinstance(value, dict):
            found |= flat(value, f"{prefix}{name}.")
        else:
            found[prefix + name] = value
    return found


def test_the_default_file_names_every_setting_with_its_default() -> None:
    stated = flat(tomllib.loads(default_config()))
    everything = flat(tomllib.loads(re.sub(r"(?m)^# (?=\w+ = )", "", default_config())))
    real = flat(Settings().model_dump(mode="json"))

    assert stated == {name: value for name, value in real.items() if name in stated}
    assert set(everything) == set(real) - SECRET_SETTINGS
    assert set(everything) - set(stated) == OPEN_SETTINGS


def test_the_default_file_with_its_examples_can_be_used() -> None:
    write(re.sub(r"(?m)^# (?=\w+ = )", "", default_config()))

    assert load_settings().watch == Path("inbox")
