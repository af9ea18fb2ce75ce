"""How a half-filled form goes from page to page without a cookie or a row: inside the page, sealed by the house.

Sealed, because browsers write what stands in a page to their disk to restore it later.
"""

import base64
import binascii
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec
from msgspec.structs import replace

from channels.webform import own
from channels.webform.model import State, Written
from channels.webform.rules import TYPED, known_token, new_token
from channels.webform.steps import TICKS
from helpline.channel import House, Invalid, NotFound

PURPOSE = "webform/state"
#: How long a page may stay open; afterwards nobody who finds the machine can go on with it.
OPEN_FOR = timedelta(hours=12)


def begun(language: str, at: datetime) -> State:
    """An empty form."""
    return State(Written(language=language, token=new_token()), at.timestamp())


def sealed(house: House, state: State, at: datetime) -> str:
    """A state as a page carries it."""
    return base64.urlsafe_b64encode(house.carry(PURPOSE, msgspec.msgpack.encode(state), at)).decode()


def opened(house: House, carried: str, at: datetime) -> State:
    """A state again. Raises `NotFound` for one that is not ours, or too old."""
    try:
        plain, since = house.carried(PURPOSE, base64.urlsafe_b64decode(carried))
    except (binascii.Error, ValueError):
        raise NotFound("This is no state of ours.") from None
    if at - since > OPEN_FOR:
        raise NotFound("This page was open too long.")
    return decoded(plain)


def decoded(plain: bytes) -> State:
    """A state out of its bytes. Raises `NotFound` for one that another release wrote otherwise."""
    try:
        return msgspec.msgpack.decode(plain, type=State)
    except msgspec.DecodeError:
        raise NotFound("This was written by another release.") from None


def entered(house: House, given: Mapping[str, str], language: str, at: datetime) -> State:
    """What was typed so far, unchecked: the pages before, and this page over them. No text is ever lost.

    Raises `Invalid` for pages that were open too long, unless this one brings its message itself.
    """
    state = State(Written())
    if carried := given.get("state"):
        try:
            state = opened(house, carried, at)
        except NotFound:
            if "message" not in given:
                raise Invalid({"": "stale"}) from None
    typed: dict[str, Any] = {name: given[name] for name in TYPED if name in given}
    typed |= {name: name in given for name in ticks(given)}
    typed["told"] = own.entered(state.typed.told, given)
    typed["token"] = known_token(given.get("token", state.typed.token))
    typed["trapped"] = state.typed.trapped or bool(given.get("website", "").strip())
    return replace(state, typed=replace(state.typed, **typed, language=language))


def ticks(given: Mapping[str, str]) -> tuple[str, ...]:
    """The boxes that were there to be ticked; of a form that is all on one page, those that are."""
    there = TICKS.get(given.get("page", ""), ())
    return there or tuple(name for names in TICKS.values() for name in names if name in given)
