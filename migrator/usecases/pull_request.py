"""Open a pull request for the branch of an extraction: where, and with which text."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Protocol

import msgspec

from migrator.errors import ForgeError

# GitHub takes 65,536 characters, GitLab a million.
LONGEST = 60_000


class Forge(StrEnum):
    """Who holds the repository."""

    GITHUB = "github"
    GITLAB = "gitlab"


TOKENS = {Forge.GITHUB: ("GITHUB_TOKEN", "GH_TOKEN"), Forge.GITLAB: ("GITLAB_TOKEN",)}
# What their own pipelines set.
ADDRESSES = {Forge.GITHUB: "GITHUB_API_URL", Forge.GITLAB: "CI_API_V4_URL"}
_URL = re.compile(
    r"(?:(?:https?|ssh|git)://(?:[^/@]+@)?(?P<host>[^/:]+)(?::(?P<port>[0-9]+))?/"
    r"|(?:[^/@]+@)?(?P<scp>[^/:]+):(?!//))(?P<path>.+?)(?:\.git)?/?"
)


class Target(msgspec.Struct, frozen=True):
    """Where a pull request goes.

    Attributes:
        address: of the API.
        project: ``owner/name``; GitLab has groups in groups.
    """

    forge: Forge
    address: str
    project: str
    token: str


class Proposal(msgspec.Struct, frozen=True):
    """A pull request: ``branch`` is to be merged into ``base``."""

    branch: str
    base: str
    title: str
    body: str
    is_draft: bool = False


class Opened(msgspec.Struct, frozen=True):
    """A pull request that is there; ``is_new`` if it was not before."""

    url: str
    is_new: bool


class Requests(Protocol):
    """GitHub or GitLab."""

    def open(self, proposal: Proposal) -> Opened:
        """Open a pull request, or give the one that is open for the branch this text.

        Raises:
            ForgeError: it refuses, or cannot be reached.
        """


def find_target(url: str, environment: Mapping[str, str], forge: str | None = None) -> Target:
    """Tell from the address of ``origin`` where pull requests go.

    Args:
        url: as ``git remote get-url`` prints it; empty where there is none.
        environment: holds the token, and the address of the API where it is not the usual one.
        forge: who it is, where the host's name does not say so.

    Raises:
        ForgeError: there is no remote, nobody knows its host, or there is no token.
    """
    if not url:
        raise ForgeError(
            "the repository has no remote called origin",
            hint="git remote add origin ADDRESS; or use --patch DIR and send mails",
        )
    found = _URL.fullmatch(url)
    host = (found["host"] or found["scp"]) if found else ""
    if found is None or not host:
        raise ForgeError(
            f"origin is {url}, which is on no GitHub or GitLab",
            hint="use --patch DIR and send mails",
        )
    kind = Forge(forge) if forge else _guess(host)
    if kind is None:
        raise ForgeError(
            f"origin is on {host}, whose name does not say whether it is GitHub or GitLab",
            hint="say so: --forge github, or --forge gitlab",
        )
    names = TOKENS[kind]
    token = next((environment[name] for name in names if environment.get(name)), "")
    if not token:
        raise ForgeError(
            f"there is no token for {host}: {' or '.join(names)} is not set",
            hint="make one that may read the repository and write pull requests",
        )
    address = environment.get(ADDRESSES[kind]) or _address(kind, host)
    return Target(kind, address.rstrip("/"), found["path"].strip("/"), token)


def _guess(host: str) -> Forge | None:
    return next((forge for forge in Forge if forge.value in host), None)


def _address(forge: Forge, host: str) -> str:
    if forge is Forge.GITLAB:
        return f"https://{host}/api/v4"
    return "https://api.github.com" if host == "github.com" else f"https://{host}/api/v3"


def extraction_title(service: str) -> str:
    """Name the pull request that a service leaves the monolith with."""
    return f"Extract {service} into a Lambda service"


def update_title(service: str) -> str:
    """Name the pull request that follows the monolith."""
    return f"Merge the monolith's changes into {service}"


def proposal_of(
    title: str, body: str, service: str, *, branch: str, base: str, is_draft: bool
) -> Proposal:
    """Make a pull request of what a reviewer is told."""
    text = body.strip() + "\n"
    if len(text) > LONGEST:
        rest = f"\nThe rest is in services/{service}/MIGRATION.md on the branch.\n"
        text = text[: text.rindex("\n", 0, LONGEST - len(rest)) + 1] + rest
    return Proposal(branch, base, title, text, is_draft)
