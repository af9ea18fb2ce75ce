"""Every setting, read once from the environment; an unknown or impossible one stops the start."""

import os
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from helpline.errors import ConfigurationError

PREFIX = "HELPLINE_"

#: Names with our prefix that belong to scripts and tests, not to the program.
ELSEWHERE = frozenset({"HELPLINE_SHARED_DATA", "HELPLINE_TEST_DATABASE_URL", "HELPLINE_CHROMIUM"})


def says(text: str) -> Meta:
    """The sentence `helpline doctor --settings` and the README show for a setting."""
    return Meta(description=text)


#: What demo mode has where nothing is set: a form that takes whatever is sent, and simple sign-ins; and, where no other
#: account is named, one that exists on this machine only, for `helpline simulate`.
DEMO = {"HELPLINE_FORMS_A_MINUTE": "0", "HELPLINE_SECOND_FACTOR": "optional"}
DEMO_ACCOUNT = {
    "HELPLINE_TWILIO_ACCOUNT_SID": "AC" + "d" * 32,
    "HELPLINE_TWILIO_AUTH_TOKEN": "demo",
    "HELPLINE_TWILIO_API_BASE": "http://127.0.0.1:8299",
    "HELPLINE_TWILIO_NUMBER": "+447700900000",
    "HELPLINE_DUTY_PHONE": "+447700900001",
    "HELPLINE_PUBLIC_PHONE": "+44 7700 900000",
}


class SecondFactor(StrEnum):
    """Whether a password alone may be enough."""

    REQUIRED = "required"
    OPTIONAL = "optional"


class Settings(Struct, frozen=True, kw_only=True):
    """What an installation decides. A field `public_url` is the variable `HELPLINE_PUBLIC_URL`."""

    database_url: Annotated[str, says("Postgres 15 to 18 for the application; empty: the embedded server")] = ""
    database_owner_url: Annotated[str, says("Sign-in that owns the tables and migrates; empty: as DATABASE_URL")] = ""
    data_dir: Annotated[Path, says("Where the embedded server, the secret and demo files live")] = (
        Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "helpline"
    )
    secret_file: Annotated[str, says("The file of master secrets; empty: secret in DATA_DIR, made at first start")] = ""
    host: Annotated[str, says("Address the web server listens on")] = "127.0.0.1"
    port: Annotated[int, Meta(ge=0, le=65535, description="Port the web server listens on")] = 8000
    public_url: Annotated[str, says("What the outside calls us; webhooks are verified against it")] = ""
    demo: Annotated[bool, says("Demo mode: nothing is ever dialled or sent to the outside")] = False
    pool_size: Annotated[int, Meta(ge=2, le=100, description="Database connections per process")] = 10
    exit_url: Annotated[str, says("Neutral page that 'exit this page' leads to")] = "https://www.google.com/"
    public_phone: Annotated[str, says("The number visitors are told to call")] = ""
    public_email: Annotated[str, says("The mail address visitors are told to write to")] = ""
    second_factor: Annotated[SecondFactor, says("Whether staff need a second factor: required or optional")] = (
        SecondFactor.REQUIRED
    )
    breached_passwords: Annotated[str, says("Sorted file of breached passwords' SHA-1 sums; empty: our own list")] = ""
    draft_days: Annotated[int, Meta(ge=1, le=60, description="Days a half-written form is kept for its writer")] = 7
    forms_a_minute: Annotated[
        int, Meta(ge=0, description="Forms a minute; beyond, each must prove some work or wait; 0: any number")
    ] = 600

    twilio_account_sid: Annotated[str, says("Twilio account; empty: no phone and SMS")] = ""
    twilio_auth_token: Annotated[str, says("Twilio auth token; two with a comma during rotation")] = ""
    twilio_api_base: Annotated[str, says("Another address for Twilio's REST API (tests)")] = ""
    twilio_number: Annotated[str, says("Our number, E.164; SMS and calls come from it")] = ""
    twilio_test_number: Annotated[str, says("Another number of ours, from which test calls and texts come")] = ""
    twilio_api_key_sid: Annotated[str, says("Twilio API key for browsers that answer; empty: telephones only")] = ""
    twilio_api_key_secret: Annotated[str, says("The secret of that key")] = ""
    twilio_region: Annotated[str, says("Where Twilio processes calls, such as ie1; empty: its default")] = ""
    twilio_edge: Annotated[str, says("Where browsers and requests enter Twilio's network")] = "dublin"
    duty_phone: Annotated[str, says("E.164 number an open line rings when the roster names none")] = ""
    ring_seconds: Annotated[int, Meta(ge=5, le=120, description="How long the duty phone rings")] = 25
    voicemail_seconds: Annotated[int, Meta(ge=30, le=600, description="Longest voicemail")] = 300

    smtp_url: Annotated[str, says("Outgoing mail, smtp://user:password@host:587 or smtps://; empty: none")] = ""
    mail_from: Annotated[str, says("Neutral sender address; replies come to its +token form")] = ""
    dkim_selector: Annotated[str, says("Selector of the key our mail is signed with; empty: the doctor asks not")] = ""
    mail_from_name: Annotated[str, says("Neutral sender name; empty: the address alone")] = ""
    alarm_email: Annotated[str, says("Who is mailed when text messages are broken; several with commas")] = ""
    lmtp_listen: Annotated[str, says("host:port for mail delivery by LMTP; empty: none")] = ""
    imap_url: Annotated[str, says("Mailboxes to read, imaps://user@host/folder, several with a space; empty: none")] = (
        ""
    )
    imap_password: Annotated[str, says("Their password, where the address holds none")] = ""
    imap_done_folder: Annotated[str, says("Folder that read mail moves to; empty: it stays and is marked read")] = ""
    imap_done_days: Annotated[
        int, Meta(ge=0, description="Days after which what moved there is deleted there too; 0: never")
    ] = 7
    mail_oauth_url: Annotated[str, says("Where to get access tokens instead of a password; empty: nowhere")] = ""
    mail_oauth_client: Annotated[str, says("What the token server calls this program")] = ""
    mail_oauth_secret: Annotated[str, says("The program's own secret at the token server, where it has one")] = ""
    mail_oauth_refresh_token: Annotated[str, says("What a person's consent gave; empty: in the program's name")] = ""
    mail_oauth_scope: Annotated[str, says("What the token is to be good for, where the token server asks")] = ""
    authserv_id: Annotated[str, says("Whose Authentication-Results header we believe")] = ""

    @property
    def secret_path(self) -> Path:
        """Where the master secrets are."""
        return Path(self.secret_file) if self.secret_file else self.data_dir / "secret"

    @property
    def breached_path(self) -> Path | None:
        """The file of breached passwords, where there is one."""
        return Path(self.breached_passwords) if self.breached_passwords else None

    @property
    def base_url(self) -> str:
        """The public base without a trailing slash; by default where the web server listens."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")


def read(environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings of this process. Raises `ConfigurationError` with the remedy."""
    known = {PREFIX + field.upper(): field for field in Settings.__struct_fields__}
    given = {name: value for name, value in environ.items() if name.startswith(PREFIX) and name not in ELSEWHERE}
    given = dict(from_file(name, value, known) for name, value in given.items())
    if given.get("HELPLINE_DEMO", "").lower() in ("1", "true"):
        account = {} if given.get("HELPLINE_TWILIO_ACCOUNT_SID") else DEMO_ACCOUNT
        given = {**DEMO, **account, **given}
    if unknown := sorted(given.keys() - known.keys()):
        raise ConfigurationError(
            f"{unknown[0]} is not a setting; remove it, or see `helpline doctor --settings` for the right name."
        )
    try:
        return msgspec.convert(
            {known[name]: value for name, value in given.items()},
            Settings,
            strict=False,
            dec_hook=lambda kind, value: kind(value),
        )
    except (msgspec.ValidationError, ValueError) as problem:
        raise ConfigurationError(f"A setting has an impossible value: {problem}.") from problem


def from_file(name: str, value: str, known: Mapping[str, str]) -> tuple[str, str]:
    """`HELPLINE_X_FILE` names the file that holds `HELPLINE_X`: passwords come as files, not as variables."""
    setting = name.removesuffix("_FILE")
    if name in known or setting not in known:
        return name, value
    try:
        return setting, Path(value).read_text("utf-8").strip()
    except OSError as problem:
        raise ConfigurationError(f"{name} names a file that cannot be read: {problem.strerror}.") from problem


def described() -> list[tuple[str, str, str]]:
    """Every setting as (variable, default, sentence), for the doctor and the README's test."""
    table = []
    for field in msgspec.structs.fields(Settings):
        info = msgspec.inspect.type_info(field.type)
        sentence = (
            (info.extra_json_schema or {}).get("description", "") if isinstance(info, msgspec.inspect.Metadata) else ""
        )
        table.append((PREFIX + field.name.upper(), str(field.default), sentence))
    return table
