from __future__ import annotations

import pytest

from tests.stack import refusals

FIVE = 'write minute, hour, day of the month, month and day of the week, such as "0 3 * * *"'


def _cron_job(schedule: str, **options: str) -> list[tuple[str, str, str]]:
    return refusals(workload={"kind": "cronJob", "command": ["run"], "schedule": schedule, **options})


@pytest.mark.parametrize(
    "schedule",
    ["0 3 * * *", "*/15 0-6,22 1,15 jan-MAR 1-5", "0 0 ? * SUN", "5/10 * * 12 0-6/2"],
)
def test_what_the_controller_reads_is_taken(schedule: str) -> None:
    assert _cron_job(schedule) == []


def _not(item: str, field: str, least: int, most: int) -> tuple[str, str]:
    return f"{item!r} is not a {field}", f"use {least} to {most}, ranges (1-5), lists (1,3), steps (*/15) or *"


REFUSED: dict[str, tuple[str, str]] = {
    "60 * * * *": _not("60", "minute", 0, 59),
    "0 24 * * *": _not("24", "hour", 0, 23),
    "0 0 0 * *": _not("0", "day of the month", 1, 31),
    "0 0 1 13 *": _not("13", "month", 1, 12),
    "0 0 * * 7": _not("7", "day of the week", 0, 6),
    "0 0 * * fri-mon": _not("fri-mon", "day of the week", 0, 6),
    "*/0 * * * *": _not("*/0", "minute", 0, 59),
    "1, * * * *": _not("1,", "minute", 0, 59),
    "jan * * * *": _not("jan", "minute", 0, 59),
    "0 0 * *": ("'0 0 * *' has 4 fields, not the five of cron", FIVE),
    "0 0 0 * * *": ("'0 0 0 * * *' has 6 fields, not the five of cron", FIVE),
    "@daily": ("'@daily' has 1 fields, not the five of cron", FIVE),
    "TZ=UTC 0 0 * * *": ("'TZ=UTC 0 0 * * *' has 6 fields, not the five of cron", FIVE),
}


@pytest.mark.parametrize("schedule", REFUSED)
def test_what_would_never_fire_is_refused(schedule: str) -> None:
    assert _cron_job(schedule) == [("workload.cronJob.schedule", *REFUSED[schedule])]


def test_a_time_zone_is_a_name() -> None:
    assert _cron_job("0 0 * * *", timeZone="America/Argentina/Buenos_Aires") == []
    assert _cron_job("0 0 * * *", timeZone="+02:00") == [
        (
            "workload.cronJob.timeZone",
            "'+02:00' is not a time zone's name",
            "write it as the IANA database does: Europe/Berlin, UTC",
        )
    ]
