"""Which requirements are for a function."""

import pytest

from migrator.model.markers import holds


@pytest.mark.parametrize(
    ("marker", "expected"),
    [
        ("", True),
        ("sys_platform == 'linux' and platform_machine == 'x86_64'", True),
        ("sys_platform == 'win32'", False),
        ("python_version >= '3.12'", True),
        ("python_full_version < '3.12'", False),
        ("extra == 'x'", False),
        pytest.param("python_version ?? '3.12'", True, id="cannot be read"),
        pytest.param("sys_platform ~= 'linux'", True, id="cannot be compared"),
        pytest.param("'x' in extras", True, id="asks for what is not known"),
    ],
)
def test_holds(marker: str, expected: bool) -> None:
    assert holds(marker, "3.12") is expected
