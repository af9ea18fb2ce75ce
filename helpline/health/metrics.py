"""The same for Prometheus: counts and durations, never content. Made anew at each scrape, nothing kept in between."""

from collections.abc import Iterator
from datetime import datetime

from prometheus_client import REGISTRY, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector, CollectorRegistry

from helpline.health.model import Health, Status


def exposed(health: Health) -> bytes:
    """Prometheus' text format: the house, then the process with its request durations."""
    registry = CollectorRegistry()
    registry.register(HouseCollector(health))
    return generate_latest(registry) + generate_latest(REGISTRY)


class HouseCollector(Collector):
    """A health report as metrics."""

    def __init__(self, health: Health) -> None:
        self.health = health

    def collect(self) -> Iterator[Metric]:
        health = self.health
        yield gauge("helpline_ready", "1 when everything works", {(): float(health.status is Status.READY)})
        if health.backlog:
            oldest = health.backlog.oldest_at
            waits = (health.at - oldest).total_seconds() if oldest else 0.0
            yield gauge("helpline_inbox_unread", "Arrivals kept and not read yet", {(): health.backlog.unread})
            yield gauge("helpline_inbox_oldest_seconds", "How long the oldest of them waits", {(): waits})
            yield gauge(
                "helpline_inbox_unreadable",
                "Arrivals of today no program could read",
                {(): health.backlog.unreadable_today},
            )
            yield gauge("helpline_jobs_queued", "Jobs that wait", {(): health.backlog.jobs_queued})
            yield gauge("helpline_jobs_held", "Jobs set aside for a human", {(): health.backlog.jobs_held})
        yield gauge(
            "helpline_refused",
            "Turned away at the door today",
            {(one.channel, one.why): one.count for one in health.refusals},
            "channel",
            "why",
        )
        yield gauge(
            "helpline_channel_last_arrival_seconds",
            "When a channel last brought something",
            {(one.name,): stamp(one.last_arrival_at) for one in health.channels},
            "channel",
        )
        yield gauge(
            "helpline_job_last_success_seconds",
            "When a job last succeeded",
            {(one.name,): stamp(one.last_success_at) for one in health.jobs},
            "job",
        )


def gauge(name: str, about: str, values: dict[tuple[str, ...], float], *labels: str) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, about, labels=labels)
    for place, value in values.items():
        family.add_metric(place, value)
    return family


def stamp(moment: datetime | None) -> float:
    return moment.timestamp() if moment else 0.0
