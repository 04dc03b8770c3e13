"""The applications whose effects are measured, and what runs them."""

from typing import NamedTuple

from tests.practice.applications import APPLICATIONS as FETCHED
from tests.practice.applications import Application as Source


class Application(NamedTuple):
    """One application; ``recorder/NAME.py`` says how it is filled and called.

    Attributes:
        python: the command of an interpreter that it runs on.
        requirements: what pip is given to install it, in the folder of its source.
        is_later: whether it was recorded when the analysis of the others was done.
    """

    name: str
    python: str
    requirements: tuple[str, ...]
    is_later: bool = False

    @property
    def source(self) -> Source:
        """Where its source comes from: that of the practice set."""
        return next(source for source in FETCHED if source.name == self.name)


APPLICATIONS = (
    Application("ctfd", "python3.11", ("-r", "requirements.txt")),
    Application("healthchecks", "python3.12", ("-r", "requirements.txt")),
    Application("calibreweb", "python3.11", ("calibreweb==0.6.27",), is_later=True),
)
