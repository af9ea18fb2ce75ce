"""How smoothly two hundred who wait scroll past, in Chromium: the frames while somebody turns the wheel."""

import os
import shutil
from itertools import pairwise

from msgspec import Struct, structs
from playwright.async_api import CDPSession, async_playwright

from helpline.staff import actions as staff
from helpline.staff.permissions import Role
from helpline.vault.transaction import SYSTEM
from scripts.benchmarks.ground import free_port, ground, program
from scripts.benchmarks.pages import PASSWORD, fill, sign_in

ROWS = 200
FILLED = 500
TURNS, STEP = 120, 90
#: Milliseconds: half of a screen's beat of 60 Hz for the page's own thread, so that every frame finds room, and a frame
#: at every other beat at most, which is still even to the eye.
LIMITS = {"busy": 8.3, "frame_p95": 33.4}

WATCH = """() => {
  window.beats = [];
  const beat = (at) => { window.beats.push(at); requestAnimationFrame(beat); };
  requestAnimationFrame(beat);
}"""


class Smoothness(Struct, frozen=True):
    """What was seen. Times in milliseconds; `busy`: processor time of the page's thread for each frame, which other
    work hardly disturbs.
    """

    rows: int
    frames: int
    busy: float
    frame_p50: float
    frame_p95: float
    longest: float


async def measure() -> Smoothness | None:
    """None where the machine has no Chromium."""
    known = (os.environ.get("HELPLINE_CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    path = next(filter(None, map(shutil.which, known)), None)
    if path is None:
        return None
    async with ground() as here:
        port = free_port()
        base = f"http://127.0.0.1:{port}"
        async with here.engine.transaction(SYSTEM) as tx:
            bench = await staff.add(
                tx, sign_in_name="bench", display_name="Bench", role=Role.SUPERVISOR, password=PASSWORD
            )
        await fill(here, FILLED, bench)
        settings = here.environment | {"HELPLINE_PORT": str(port)}
        async with program(settings, "helpline.cli.main", "web", ready=f"{base}/health/live"):
            return await scrolled(path, base, await sign_in(port))


async def scrolled(path: str, base: str, cookies: str) -> Smoothness:
    """The queue from its beginning to its end by the wheel."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        context = await browser.new_context(viewport={"width": 1280, "height": 900})
        named = [one.partition("=") for one in cookies.split("; ")]
        await context.add_cookies([{"name": name, "value": value, "url": base} for name, _, value in named])
        page = await context.new_page()
        await page.goto(f"{base}/desk/queue?rows={ROWS}")
        rows = await page.locator(".waiting__row").count()
        await page.mouse.move(400, 500)
        inside = await context.new_cdp_session(page)
        await inside.send("Performance.enable", {"timeDomain": "threadTicks"})
        await page.evaluate(WATCH)
        before = await busy(inside)
        for _ in range(TURNS):
            await page.mouse.wheel(0, STEP)
            await page.wait_for_timeout(16)
        spent = await busy(inside) - before
        beats = await page.evaluate("window.beats")
        await browser.close()
    gaps = sorted(after - before for before, after in pairwise(beats))
    each = spent / len(gaps) * 1000
    return Smoothness(rows, len(gaps), each, gaps[len(gaps) // 2], gaps[int(len(gaps) * 0.95)], gaps[-1])


async def busy(inside: CDPSession) -> float:
    """Processor seconds of the page's thread so far."""
    metrics = (await inside.send("Performance.getMetrics"))["metrics"]
    return float(next(one["value"] for one in metrics if one["name"] == "TaskDuration"))


def table(seen: Smoothness | None) -> list[list[str]]:
    if seen is None:
        return [["scroll", "no Chromium here"]]
    return [
        ["rows", "frames", "busy ms a frame", "limit", "frame p50 ms", "p95 ms", "limit", "longest ms"],
        [
            str(seen.rows), str(seen.frames), f"{seen.busy:.1f}", f"{LIMITS['busy']:.1f}", f"{seen.frame_p50:.1f}",
            f"{seen.frame_p95:.1f}", f"{LIMITS['frame_p95']:.1f}", f"{seen.longest:.1f}",
        ],
    ]  # fmt: skip


def as_json(seen: Smoothness | None) -> dict[str, object]:
    return {"scroll": structs.asdict(seen) | {"limits": LIMITS} if seen else None}
