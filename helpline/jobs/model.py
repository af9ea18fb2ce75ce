"""What a line of the timetable is, and what a job finds when it runs."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct

from helpline.channel import Channel, NullSwitch, Sender, Switch
from helpline.settings import Settings
from helpline.vault.transaction import Engine


class Premises(Struct, frozen=True):
    """What a job may use. `channels` by name; `senders` by a contact's channel ("sms"), demo ones in demo mode.

    `switch` is the telephone's, or one that refuses.
    """

    engine: Engine
    settings: Settings
    channels: Mapping[str, Channel] = {}
    senders: Mapping[str, Sender] = {}
    switch: Switch = NullSwitch()


class Job(Struct, frozen=True):
    """Work that actions enqueue. `payload` carries ids only; `run` must bear being run twice.

    `attempts`: failures until the job is held for a human, doubling the pause from two seconds to a quarter of an
    hour. `at_once`: how many may run together over all workers; 0 for any number.
    """

    name: str
    payload: type[Struct]
    run: Callable[[Premises, Any], Awaitable[None]]
    attempts: int = 8
    at_once: int = 5


class Every(Struct, frozen=True):
    """Work that the clock starts, on one worker at a time. `when` is a crontab line in UTC."""

    name: str
    when: str
    run: Callable[[Premises], Awaitable[None]]


Timetable = tuple[Job | Every, ...]


class Run(Struct, frozen=True):
    """When a job last succeeded and failed, for the health page. `code`: an error's class, never its text."""

    job: str
    succeeded_at: datetime | None
    failed_at: datetime | None
    code: str
