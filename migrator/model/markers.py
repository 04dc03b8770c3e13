"""Markers of requirements, of which some are for other systems than that of a function.

https://packaging.python.org/en/latest/specifications/dependency-specifiers/#environment-markers
"""

from packaging.markers import (
    InvalidMarker,
    Marker,
    UndefinedComparison,
    UndefinedEnvironmentName,
)

LAMBDA = {
    "implementation_name": "cpython",
    "os_name": "posix",
    "platform_machine": "x86_64",
    "platform_python_implementation": "CPython",
    "platform_system": "Linux",
    "sys_platform": "linux",
    "extra": "",
}


def holds(marker: str, python: str) -> bool:
    """Tell whether a marker holds in Lambda; one that cannot be read does, and none."""
    if not marker:
        return True
    versions = {"python_version": python, "python_full_version": f"{python}.0"}
    try:
        return Marker(marker).evaluate(LAMBDA | versions)
    except (InvalidMarker, UndefinedComparison, UndefinedEnvironmentName):
        return True
