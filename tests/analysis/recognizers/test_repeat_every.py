import pytest

from tests.analysis.programs import jobs_of, program_of_one


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "from fastapi_utils.tasks import repeat_every\n@repeat_every(seconds=60 * 60)\n"
            "async def purge(): ...",
            ["schedule shop.purge 3600 seconds rate(60 minutes) shop:purge 3"],
            id="seconds",
        ),
        pytest.param(
            "from fastapi_utils.tasks import repeat_every\n@repeat_every(seconds=n())\n"
            "async def purge(): ...",
            ["schedule shop.purge computed  shop:purge 3"],
            id="computed",
        ),
        pytest.param(
            "from other import repeat_every\n@repeat_every(seconds=60)\nasync def purge(): ...",
            [],
            id="of another package",
        ),
    ],
)
def test_recognizes(source: str, expected: list[str]) -> None:
    assert jobs_of(program_of_one(source)) == expected
