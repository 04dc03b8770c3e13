"""How often a function is run for different objects."""

import pytest

from tests.analysis.programs import program_of_one

OBJECTS = 200


def program(lines: int) -> str:
    """Write a function of about so many lines, that many objects are given to."""
    body = "".join("    n = n\n" for _ in range(lines))
    things = "".join(
        f"class C{n}:\n    def run(self): ...\nuse(C{n}(), 1)\n" for n in range(OBJECTS)
    )
    return f"def use(thing, n):\n{body}    thing.run()\n{things}"


@pytest.mark.parametrize(("lines", "seen"), [(1, OBJECTS), (200, 40)])
def test_short_functions_are_run_for_more_objects_than_long_ones(lines: int, seen: int) -> None:
    calls = program_of_one(program(lines)).calls

    assert len({call.callee for call in calls if call.callee.endswith(".run")}) == seen
