"""The house put together: the channels opened, and every room's routes under one application."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from importlib.metadata import entry_points

from litestar import Litestar, Router
from litestar.types import ControllerRouterHandler

from helpline.accompaniment.pages import AccompanimentPages
from helpline.cases.api import CasesApi
from helpline.cases.pages import CasePages
from helpline.channel import Channel, House, NullSwitch, Switch
from helpline.contacts.pages import ContactDrafts, ContactFiles, ContactLooks, ContactSafety, ContactThread
from helpline.desk.account import AccountPage
from helpline.desk.asking import SafeQuestionPage
from helpline.desk.audit import AuditPage
from helpline.desk.board import BoardPage
from helpline.desk.calendar import CalendarFeed, CalendarPage
from helpline.desk.calls import ContactCalls, DangerCalls
from helpline.desk.cases import CasesPage
from helpline.desk.confirmation import ConfirmationPage
from helpline.desk.contact import ContactPage
from helpline.desk.errors import HANDLED
from helpline.desk.follow_ups import FollowUpsPage
from helpline.desk.form import FormPage
from helpline.desk.health import HealthPage
from helpline.desk.hours import HoursPage
from helpline.desk.line import LinePage
from helpline.desk.lists import ListPage
from helpline.desk.live import Live
from helpline.desk.many import ManyDecided, ManyPages
from helpline.desk.note import NotePage
from helpline.desk.own_factors import OwnFactors
from helpline.desk.palette import PalettePage
from helpline.desk.partners import PartnersPage
from helpline.desk.person import PersonPage
from helpline.desk.quarantine import QuarantinePage
from helpline.desk.queue import QueuePage
from helpline.desk.referral import ReferralPage
from helpline.desk.reports import ReportsPage
from helpline.desk.retention import RetentionPage
from helpline.desk.roster import RosterPage
from helpline.desk.rules import RulesPage
from helpline.desk.search import SearchPage
from helpline.desk.second_factor import SecondFactor
from helpline.desk.settings import SettingsPage
from helpline.desk.sign_in import SignIn
from helpline.desk.staff import StaffPage
from helpline.desk.texts import TextPages
from helpline.directory.pages import NewPartner, PartnerPages
from helpline.followups.api import FollowUpsApi
from helpline.followups.pages import CasePromises, ContactPromises, FollowUpPages
from helpline.health.model import Expected
from helpline.health.pages import HealthActions, HealthPages
from helpline.intake.api import ArrivalsApi
from helpline.intake.digest import Digestion
from helpline.intake.pages import NotePages, RecordingPages
from helpline.jobs.model import Every, Job
from helpline.line.pages import CallPages
from helpline.live.hub import Hub
from helpline.outbox.pages import ReplyPages
from helpline.people.pages import PersonPages
from helpline.public.pages import PublicPages
from helpline.queue.api import QueueApi
from helpline.queue.pages import QueuePages, ViewPages
from helpline.referrals.pages import CaseReferrals, ReferralPages
from helpline.rulebook.pages import RulebookPages, RulePages
from helpline.settings import Settings
from helpline.timetable import TIMETABLE
from helpline.triage.api import ContactsApi
from helpline.triage.pages import QuarantinePages, TriagePages
from helpline.vault.transaction import Engine
from helpline.web import documentation, guards, headers, templates
from helpline.web.api import check_json
from helpline.web.forgetting import forgetful
from helpline.web.language import speaker
from helpline.web.static import StaticFiles
from helpline.web.timing import timed
from helpline.web.transaction import PROVIDED
from helpline.wording.pages import AnswerPages, NewAnswer, SwitchPages, TemplatePages

CHANNELS = "helpline.channels"
MOST_BODY = 1_000_000

#: What programs may ask; described in /api/openapi.json.
API = Router(
    "/api/v1",
    route_handlers=[ArrivalsApi, ContactsApi, QueueApi, CasesApi, FollowUpsApi],
    include_in_schema=True,
    security=[{"bearer": []}],
    before_request=check_json,
)

#: Every room's controllers; a channel brings its own.
ROUTES: tuple[ControllerRouterHandler, ...] = (
    StaticFiles,
    HealthPages,
    API,
    PublicPages,
    SignIn,
    SecondFactor,
    ConfirmationPage,
    AccountPage,
    OwnFactors,
    StaffPage,
    Live,
    QueuePage,
    QueuePages,
    ViewPages,
    ManyPages,
    ManyDecided,
    LinePage,
    CallPages,
    ContactPage,
    ContactFiles,
    NotePage,
    NotePages,
    RecordingPages,
    TriagePages,
    QuarantinePage,
    QuarantinePages,
    SearchPage,
    PalettePage,
    ContactSafety,
    ContactThread,
    ContactDrafts,
    ContactLooks,
    PersonPage,
    PersonPages,
    ReplyPages,
    RosterPage,
    HoursPage,
    CalendarFeed,
    CalendarPage,
    FollowUpsPage,
    FollowUpPages,
    ContactPromises,
    ContactCalls,
    DangerCalls,
    SafeQuestionPage,
    CasePromises,
    CasesPage,
    CasePages,
    AccompanimentPages,
    ReferralPage,
    ReferralPages,
    CaseReferrals,
    PartnersPage,
    PartnerPages,
    NewPartner,
    AuditPage,
    BoardPage,
    ReportsPage,
    SettingsPage,
    RulesPage,
    RulePages,
    RulebookPages,
    TextPages,
    ListPage,
    FormPage,
    RetentionPage,
    HealthPage,
    HealthActions,
    SwitchPages,
    TemplatePages,
    NewAnswer,
    AnswerPages,
)


def build(engine: Engine, settings: Settings, channels: Mapping[str, Channel], hub: Hub) -> Litestar:
    """The web application. Raises `ConfigurationError` for a route that names no permission."""
    app = Litestar(
        [*ROUTES, *(route for channel in channels.values() for route in channel.routes)],
        guards=[guards.guard],
        dependencies=PROVIDED,
        exception_handlers=HANDLED,
        middleware=[timed, forgetful, speaker],
        before_send=[headers.setter(secure=settings.base_url.startswith("https://"))],
        template_config=templates.config(),
        lifespan=[lambda app: listening(hub)],
        request_max_body_size=MOST_BODY,
        include_in_schema=False,
        openapi_config=documentation.config(),
        logging_config=None,
    )
    guards.check_routes(app)
    furnish(app, engine, settings, channels, hub)
    return app


def furnish(app: Litestar, engine: Engine, settings: Settings, channels: Mapping[str, Channel], hub: Hub) -> None:
    """What the routes of every room ask the application for; a channel's own routes keep what they were opened with."""
    digestion = Digestion(engine, {name: channel.read for name, channel in channels.items()})
    app.state.update({"engine": engine, "settings": settings, "channels": channels, "hub": hub, "digestion": digestion})
    app.state.switch = switch_of(channels)
    app.state.expected = Expected(tuple(channels), tuple((job.name, when(job)) for job in TIMETABLE))


def switch_of(channels: Mapping[str, Channel]) -> Switch:
    """The telephone, or one that refuses where no channel brings any."""
    return next((channel.switch for channel in channels.values() if channel.switch), NullSwitch())


def when(line: Job | Every) -> str:
    """A line's crontab, or "" for what is done on demand."""
    return line.when if isinstance(line, Every) else ""


@contextlib.asynccontextmanager
async def listening(hub: Hub) -> AsyncIterator[None]:
    """The live hub, for the life of the web application."""
    task = asyncio.create_task(hub.run())
    try:
        yield
    finally:
        hub.close()
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


@contextlib.asynccontextmanager
async def open_channels(house: House, settings: Settings) -> AsyncIterator[dict[str, Channel]]:
    """Every installed channel by its entry point's name, closed afterwards."""
    channels: dict[str, Channel] = {}
    try:
        for entry in sorted(entry_points(group=CHANNELS)):
            channels[entry.name] = entry.load()(house, settings)
        yield channels
    finally:
        for channel in channels.values():
            if channel.close:
                await channel.close()
