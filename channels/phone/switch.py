"""Moves calls about through the provider's REST interface, for the house."""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from urllib.parse import urlencode
from uuid import UUID

from twilio.jwt.access_token import AccessToken
from twilio.jwt.access_token.grants import VoiceGrant

from channels._twilio.account import Account, translated
from channels.phone import line_flow
from channels.phone.flow import address
from helpline.channel import Handset, HandsetKind, House, Settings, Ticket, TransportError
from helpline.clock import now

#: How long a browser may register with one ticket; it asks for the next a little before.
TICKET = timedelta(hours=1)

#: What the provider says of a call, or a room, that is over already: not found, or not in progress any more.
OVER = frozenset({"404", "20404", "21220"})

#: What we want to hear of a leg: its id as soon as there is one, whoever of us died meanwhile; and its end. Of whoever
#: we call also the answer: it tells a talk from a telephone that nobody took.
TOLD = ["initiated", "ringing", "completed"]
TOLD_OF_CALLED = ["initiated", "ringing", "answered", "completed"]

#: What a browser is told besides the offer that rings.
NOTHING: Mapping[str, str] = MappingProxyType({})

#: There is one in the room already: the same request came twice.
CALLED = "called"


class TwilioSwitch:
    """Implements `helpline.channel.Switch`. Every verb may be repeated."""

    def __init__(self, account: Account, house: House, settings: Settings) -> None:
        self.account, self.house, self.settings = account, house, settings

    async def ring(self, handset: Handset, offer: UUID, language: str) -> str:
        return await self._ring(handset, offer, language=language)

    async def dial_out(self, handset: Handset, offer: UUID, language: str, *, unasked: bool = False) -> str:
        """The number to dial stays with the house until somebody answered: no address, log or browser sees it."""
        return await self._ring(handset, offer, {"back": "1"} if unasked else {}, language=language, out="1")

    async def _ring(self, handset: Handset, offer: UUID, told: Mapping[str, str] = NOTHING, **state: str) -> str:
        """A browser is told the offer, to find the right page; a telephone shows our number, and nothing else."""
        known = {"offer": str(offer), "kind": handset.kind.value, **state}
        browser = f"client:{handset.address}?{urlencode({'offer': str(offer), **told})}"
        with translated(sending=True):
            leg = await self.account.client().calls.create_async(
                to=browser if handset.kind is HandsetKind.BROWSER else handset.address,
                from_=self.settings.twilio_number,
                url=address(self.settings, "leg", **known),
                status_callback=address(self.settings, "leg/status", offer=str(offer)),
                status_callback_event=TOLD,
                timeout=self.settings.ring_seconds,
            )
        return str(leg.sid)

    async def dial(self, room: str, to: str, offer: UUID) -> str:
        """Dial a number into a room, once, and answer its leg: the provider refuses a second one under the same label.

        A request that comes again, because our answer to the first was lost, finds the number dialled already.
        """
        try:
            return await self._invite(room, to, offer)
        except TransportError:
            if leg := await self.left_in(room):
                return leg
            raise

    async def _invite(self, room: str, to: str, offer: UUID) -> str:
        with translated(sending=True):
            called = await (
                self.account.client()
                .conferences(room)
                .participants.create_async(
                    to=to,
                    from_=self.settings.twilio_number,
                    label=CALLED,
                    beep="false",
                    status_callback=address(self.settings, "leg/status", offer=str(offer), party="1"),
                    status_callback_event=TOLD_OF_CALLED,
                    timeout=self.settings.ring_seconds,
                )
            )
        return str(called.call_sid)

    async def left_in(self, room: str) -> str:
        """The leg of whoever was dialled into a room; "" when nobody was."""
        try:
            with translated(sending=False):
                client = self.account.client()
                for found in await client.conferences.list_async(friendly_name=room, limit=1):
                    return str((await client.conferences(found.sid).participants(CALLED).fetch_async()).call_sid)
        except TransportError as problem:
            if problem.code not in OVER:
                raise
        return ""

    async def hang_up(self, leg: str) -> None:
        try:
            await self._update(leg, status="completed")
        except TransportError as problem:
            if problem.code not in OVER:
                raise

    async def bring(self, call: str, room: str) -> None:
        """The instruction travels in the request itself: between here and the room nothing of ours is asked again."""
        await self._update(call, twiml=line_flow.in_room(self.settings, room))

    async def send_back(self, call: str) -> None:
        await self._update(call, twiml=line_flow.waiting_line(self.settings))

    async def _update(self, call: str, **change: str) -> None:
        with translated(sending=False):
            await self.account.client().calls(call).update_async(**change)

    async def hold(self, call: str, room: str, on: bool) -> None:
        """The provider's own music, which says nothing. Raises `TransportError` when the caller is in no such room."""
        with translated(sending=False):
            client = self.account.client()
            for found in await client.conferences.list_async(friendly_name=room, status="in-progress", limit=1):
                await client.conferences(found.sid).participants(call).update_async(hold=on)
                return
        raise TransportError("no_room", permanent=True)

    def origins(self) -> tuple[str, ...]:
        """The edges' signalling; the voice itself asks no policy."""
        return ("wss://*.twilio.com",)

    def ticket(self, identity: str) -> Ticket:
        """Lets a browser be rung, and nothing else: it cannot dial, so a stolen ticket calls nobody."""
        if not (self.settings.twilio_api_key_sid and self.settings.twilio_api_key_secret):
            raise TransportError("no_api_key", permanent=True)
        expires_at = now() + TICKET
        token = AccessToken(
            self.account.sid,
            self.settings.twilio_api_key_sid,
            self.settings.twilio_api_key_secret,
            identity=identity,
            valid_until=int(expires_at.timestamp()),
            region=self.settings.twilio_region or None,
        )
        token.add_grant(VoiceGrant(incoming_allow=True))
        return Ticket(token.to_jwt(), identity, expires_at, self.settings.twilio_edge)
