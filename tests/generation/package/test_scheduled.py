"""Functions and commands that a clock starts."""

import importlib
from types import ModuleType

import click
import flask
import pytest


@pytest.fixture
def scheduled(shop: ModuleType) -> ModuleType:
    return importlib.import_module(f"{shop.__name__}.scheduled")


SUCCESS = {"status": "success", "message": "", "data": {}}


def test_a_function_gets_what_the_clock_says(scheduled: ModuleType) -> None:
    seen: list[tuple[int, int, bool]] = []

    def purge(days: int, limit: int = 0) -> str:
        seen.append((days, limit, flask.has_app_context()))
        return "ignored"

    handler = scheduled.function_handler(flask.Flask("shop"), purge)
    assert handler({"args": [1], "kwargs": {"limit": 2}}, None) == SUCCESS
    assert seen == [(1, 2, True)]


def test_a_coroutine_runs_to_its_end_in_one_loop(scheduled: ModuleType) -> None:
    loops: list[object] = []

    async def purge() -> None:
        asyncio = importlib.import_module("asyncio")
        await asyncio.sleep(0)
        loops.append(asyncio.get_running_loop())

    handler = scheduled.function_handler(None, purge)
    assert [handler({}, None), handler({"source": "aws.events"}, None)] == [SUCCESS, SUCCESS]
    assert loops[0] is loops[1]
    scheduled._loop().close()  # noqa: SLF001 - a container ends, a test has to
    scheduled._loop.cache_clear()  # noqa: SLF001


def test_failures_are_errors_of_the_function(scheduled: ModuleType, shop: ModuleType) -> None:
    def fail() -> None:
        raise OSError("down")

    def skip() -> None:
        raise shop.Skipped("nothing due")

    with pytest.raises(OSError, match="down"):
        scheduled.function_handler(None, fail)({}, None)
    skipped = {"status": "skipped", "message": "nothing due", "data": {}}
    assert scheduled.function_handler(None, skip)({}, None) == skipped


def test_a_command_gets_its_words(scheduled: ModuleType) -> None:
    seen: list[tuple[int, bool]] = []

    @click.command()
    @click.option("--days", type=int)
    def purge(days: int) -> None:
        seen.append((days, flask.has_app_context()))

    handler = scheduled.click_handler(flask.Flask("shop"), purge)
    assert handler({"args": ["--days", "30"]}, None) == SUCCESS
    assert seen == [(30, True)]
    with pytest.raises(click.UsageError):
        handler({"args": ["--no-such-option"]}, None)
