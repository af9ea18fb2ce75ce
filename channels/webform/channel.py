"""The web form: the one channel that needs no provider and knows no address."""

from litestar import Router
from litestar.di import Provide

from channels.webform.pages import WritePages
from channels.webform.posting import Post
from channels.webform.reading import read
from helpline.channel import Channel, House, Settings


def open_channel(house: House, settings: Settings) -> Channel:
    """The form's pages and how they are read. Answers are pulled by the writer, so nothing is ever sent."""
    post_office = Post(house, settings)
    router = Router(
        "/",
        route_handlers=[WritePages],
        dependencies={"post_office": Provide(lambda: post_office, sync_to_thread=False)},
        signature_types=[Post],
    )
    return Channel(name="webform", read=read, routes=(router,))
