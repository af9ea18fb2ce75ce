"""compose.yaml cannot be run where the tests run, so it is held against the specification and our own rules."""

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from ruamel.yaml import YAML

from helpline import settings

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = YAML(typ="safe").load(ROOT / "compose.yaml")
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]


def test_the_file_is_valid_by_the_compose_specification() -> None:
    schema = json.loads(files("check_jsonschema").joinpath("builtin_schemas/vendor/compose-spec.json").read_bytes())
    assert [error.message for error in jsonschema_rs.validator_for(schema).iter_errors(COMPOSE)] == []


@pytest.mark.parametrize("name", SERVICES)
def test_no_service_is_root_or_may_write_or_gain_rights(name: str) -> None:
    service = SERVICES[name]
    assert service["user"].split(":")[0] not in {"0", "root"}
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_that_stays_has_a_health_check(name: str) -> None:
    assert "healthcheck" in SERVICES[name] or SERVICES[name]["restart"] == "no"


@pytest.mark.parametrize("name", SERVICES)
def test_nothing_is_published_beyond_this_machine(name: str) -> None:
    assert all(port.startswith("127.0.0.1:") for port in SERVICES[name].get("ports", []))


def test_the_database_is_not_published_and_reaches_nothing() -> None:
    assert "ports" not in SERVICES["database"]
    assert SERVICES["database"]["networks"] == ["inside"]
    assert COMPOSE["networks"]["inside"]["internal"] is True


@pytest.mark.parametrize("name", SERVICES)
def test_passwords_come_as_files(name: str) -> None:
    for variable, value in SERVICES[name]["environment"].items():
        assert not str(value).startswith("/run/secrets/") or variable.endswith("_FILE"), variable
        assert not variable.endswith(("PASSWORD", "TOKEN", "DATABASE_URL", "SMTP_URL")), variable


@pytest.mark.parametrize("name", SERVICES)
def test_every_secret_a_service_reads_is_given_to_it(name: str) -> None:
    service = SERVICES[name]
    read = {Path(value).name for value in service["environment"].values() if str(value).startswith("/run/secrets/")}
    assert read <= set(service["secrets"]) <= set(COMPOSE["secrets"])


def test_only_the_migration_knows_the_owners_password() -> None:
    assert [name for name in SERVICES if "database_owner_url" in SERVICES[name]["secrets"]] == ["migrate"]


@pytest.mark.parametrize("name", SERVICES)
def test_every_setting_named_exists(name: str) -> None:
    known = {variable for variable, _, _ in settings.described()}
    named = {variable for variable in SERVICES[name]["environment"] if variable.startswith(settings.PREFIX)}
    assert {
        variable for variable in named if variable not in known and variable.removesuffix("_FILE") not in known
    } == set()
