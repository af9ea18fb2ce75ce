"""Settings are read once, and a mistake stops the start."""

from pathlib import Path

import pytest

from helpline.errors import ConfigurationError
from helpline.settings import Settings, read

HOME = Path(__file__).parents[2]


def test_a_password_may_come_as_a_file(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("invented\n")
    assert read({"HELPLINE_TWILIO_AUTH_TOKEN_FILE": str(tmp_path / "token")}).twilio_auth_token == "invented"


def test_the_secret_file_stays_a_path(tmp_path: Path) -> None:
    assert read({"HELPLINE_SECRET_FILE": str(tmp_path / "absent")}).secret_path == tmp_path / "absent"


def test_a_file_that_cannot_be_read_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="HELPLINE_SMTP_URL_FILE names a file that cannot be read"):
        read({"HELPLINE_SMTP_URL_FILE": str(tmp_path / "absent")})


def test_an_unknown_setting_stops_the_start() -> None:
    with pytest.raises(ConfigurationError, match="HELPLINE_PROT is not a setting"):
        read({"HELPLINE_PROT": "8000"})


def test_an_impossible_value_stops_the_start() -> None:
    with pytest.raises(ConfigurationError, match="impossible"):
        read({"HELPLINE_PORT": "many"})


def test_a_demo_takes_every_form_and_a_service_asks_a_flood_for_work() -> None:
    for account in ({}, {"HELPLINE_TWILIO_ACCOUNT_SID": "AC1"}):
        assert read({"HELPLINE_DEMO": "true", **account}).forms_a_minute == 0
    assert read({"HELPLINE_DEMO": "true", "HELPLINE_FORMS_A_MINUTE": "5"}).forms_a_minute == 5
    assert read({}).forms_a_minute == 600


def test_a_demo_has_an_account_that_exists_on_this_machine_only() -> None:
    demo = read({"HELPLINE_DEMO": "true"})
    assert demo.twilio_api_base.startswith("http://127.0.0.1:")
    assert read({"HELPLINE_DEMO": "true", "HELPLINE_TWILIO_ACCOUNT_SID": "AC1"}).twilio_auth_token == ""
    assert read({}).twilio_account_sid == ""


def test_every_setting_is_read_by_something() -> None:
    sources = "".join(
        path.read_text("utf-8") for room in ("helpline", "channels") for path in (HOME / room).rglob("*.py")
    )
    assert [name for name in Settings.__struct_fields__ if f".{name}" not in sources] == []
