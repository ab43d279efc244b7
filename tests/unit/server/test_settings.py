from dataclasses import fields
from pathlib import Path

import pytest

from cassette.server.settings import SETTINGS, Settings
from cassette.server.settings_page import page
from cassette.server.sources import SettingFault, read_settings


@pytest.fixture(autouse=True)
def in_an_empty_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_nothing_given_gives_the_defaults() -> None:
    assert read_settings({}, {}) == Settings()


def test_table_and_dataclass_name_the_same_settings_with_the_same_defaults() -> None:
    table = {s.attribute: s.default for s in SETTINGS if not s.name.startswith("dataapi.")}
    defaults = Settings()
    assert {f.name: getattr(defaults, f.name) for f in fields(Settings) if f.name != "dataapi"} == table


def test_table_is_in_alphabetical_order() -> None:
    assert [s.name for s in SETTINGS] == sorted(s.name for s in SETTINGS)


def test_docs_page_is_in_step_with_the_table() -> None:
    written = Path(__file__).parents[3] / "docs" / "settings.md"
    assert written.read_text(encoding="utf-8") == page(), "run `make docs`"


def test_data_api_settings_are_limits_with_the_same_defaults_and_somebody_reads_them() -> None:
    limits = pytest.importorskip("cassette.compile.documents.limits").Limits()
    source = "".join(
        path.read_text(encoding="utf-8") for path in (Path(__file__).parents[3] / "src" / "cassette").rglob("*.py")
    )
    for setting in SETTINGS:
        if setting.name.startswith("dataapi."):
            name = setting.name.partition(".")[2]
            assert getattr(limits, name) == setting.default, name
            assert f"limits.{name}" in source, f"nobody honours {setting.name}"


def test_flag_beats_variable_beats_file(tmp_path: Path) -> None:
    (tmp_path / "cassette.toml").write_text("port = 1\nhost = '127.0.0.3'\n[log]\nlevel = 'error'\n")
    settings = read_settings({"port": "3"}, {"CASSETTE_PORT": "2", "CASSETTE_HOST": "127.0.0.2"})
    assert (settings.port, settings.host, settings.log_level) == (3, "127.0.0.2", "error")


def test_data_api_limits_are_gathered(tmp_path: Path) -> None:
    (tmp_path / "cassette.toml").write_text("[dataapi]\npage_rows = 7\n")
    assert read_settings({"dataapi.in_values": "9"}, {}).dataapi == {"page_rows": 7, "in_values": 9}


@pytest.mark.parametrize(
    ("flags", "environment", "toml", "message"),
    [
        ({"port": "many"}, {}, "", "--port expects a whole number from 0 to 65535; it is 'many'."),
        ({}, {"CASSETTE_PROT": "1"}, "", "CASSETTE_PROT is not a setting. Did you mean CASSETTE_PORT?"),
        ({}, {"CASSETTE_WORKERS": "0"}, "", "CASSETTE_WORKERS expects a whole number from 1 to 256; it is '0'."),
        ({}, {}, "prot = 1", "prot in cassette.toml is not a setting. Did you mean port?"),
        ({}, {}, "[log]\nlevle = 'info'", "log.levle in cassette.toml is not a setting. Did you mean log.level?"),
        ({}, {}, "port = true", "port in cassette.toml expects a whole number from 0 to 65535; it is True."),
        ({}, {}, "port = ", "The settings file cassette.toml is not TOML"),
        ({}, {"CASSETTE_CONFIG": "none.toml"}, "", "The settings file none.toml cannot be read: No such file"),
        ({}, {"CASSETTE_USERS": "ada"}, "", "CASSETTE_USERS cannot be set in the environment"),
        ({"host": "0.0.0.0"}, {}, "", "auth = none lets anybody in"),
        ({"auth": "users"}, {}, "", "auth = users needs at least one user"),
        ({"memory": "true", "data": "x"}, {}, "", "data and memory exclude each other"),
        ({"memory": "true", "workers": "2"}, {}, "", "workers must be 1 with memory"),
        ({"durability": "none"}, {}, "", '--durability expects "full" or "relaxed"'),
    ],
)
def test_wrong_setting_is_refused_by_name(
    tmp_path: Path, flags: dict[str, str], environment: dict[str, str], toml: str, message: str
) -> None:
    (tmp_path / "cassette.toml").write_text(toml)
    with pytest.raises(SettingFault) as fault:
        read_settings(flags, environment)
    assert message in str(fault.value)


def test_wrong_users_are_refused_without_showing_them(tmp_path: Path) -> None:
    (tmp_path / "cassette.toml").write_text("[users]\nada = 'a plain password'\n")
    with pytest.raises(SettingFault) as fault:
        read_settings({}, {})
    assert "plain" not in str(fault.value)


def test_data_on_the_command_line_beats_memory_in_the_environment() -> None:
    settings = read_settings({"data": "here"}, {"CASSETTE_MEMORY": "true"})
    assert (settings.memory, settings.data) == (False, Path("here"))


@pytest.mark.parametrize(("text", "size"), [("100", 100), ("20MB", 20_000_000), ("16 MiB", 2**24), ("1_000", 1000)])
def test_body_bytes_take_units(text: str, size: int) -> None:
    assert read_settings({"http.body_bytes": text}, {}).http_body_bytes == size
