"""Pull requests through the real libraries, against a server on this machine."""

import socket

import pytest

from migrator.adapters.forge_github import GitHub
from migrator.adapters.forge_gitlab import GitLab
from migrator.errors import ForgeError
from migrator.usecases.pull_request import Forge as Kind
from migrator.usecases.pull_request import Opened, Proposal, Requests, Target
from tests.adapters.forge_answers import PULL, REQUEST, Asked, Forge, serving

WANTED = Proposal(
    "migrate/orders", "main", "Extract orders into a Lambda service", "What moves.\n"
)
PULLS = "/repos/clinic/shop/pulls"
MERGES = "/api/v4/projects/clinic%2Fapps%2Fshop/merge_requests"


def github(forge: Forge) -> Requests:
    return GitHub(Target(Kind.GITHUB, forge.address, "clinic/shop", "secret"))


def gitlab(forge: Forge) -> Requests:
    return GitLab(Target(Kind.GITLAB, f"{forge.address}/api/v4", "clinic/apps/shop", "secret"))


def shown(asked: Asked) -> tuple[str, str]:
    return asked.method, asked.path.partition("?")[0]


@pytest.mark.parametrize("is_draft", [False, True])
def test_github_opens_one(*, is_draft: bool) -> None:
    proposal = Proposal(WANTED.branch, WANTED.base, WANTED.title, WANTED.body, is_draft)
    with serving(Forge()) as forge:
        assert github(forge).open(proposal) == Opened(PULL["html_url"], is_new=True)
    assert [shown(asked) for asked in forge.asked] == [("GET", PULLS), ("POST", PULLS)]
    assert "head=clinic%3Amigrate%2Forders" in forge.asked[0].path
    assert forge.asked[1].body == {
        "base": "main",
        "head": "migrate/orders",
        "title": WANTED.title,
        "body": WANTED.body,
        "draft": is_draft,
    }
    assert {asked.token for asked in forge.asked} == {"token secret"} or {
        asked.token for asked in forge.asked
    } == {"Bearer secret"}


@pytest.mark.parametrize("is_draft", [False, True])
def test_gitlab_opens_one(*, is_draft: bool) -> None:
    proposal = Proposal(WANTED.branch, WANTED.base, WANTED.title, WANTED.body, is_draft)
    with serving(Forge()) as forge:
        assert gitlab(forge).open(proposal) == Opened(REQUEST["web_url"], is_new=True)
    assert [shown(asked) for asked in forge.asked] == [("GET", MERGES), ("POST", MERGES)]
    assert "source_branch=migrate%2Forders" in forge.asked[0].path
    assert forge.asked[1].body == {
        "source_branch": "migrate/orders",
        "target_branch": "main",
        "title": f"{'Draft: ' if is_draft else ''}{WANTED.title}",
        "description": WANTED.body,
    }
    assert {asked.token for asked in forge.asked} == {"secret"}


@pytest.mark.parametrize(
    ("connect", "url"), [(github, PULL["html_url"]), (gitlab, REQUEST["web_url"])]
)
def test_one_that_is_open_is_left_or_gets_the_new_text(connect: object, url: str) -> None:
    assert callable(connect)
    with serving(Forge(there=True)) as forge:
        assert connect(forge).open(WANTED) == Opened(url, is_new=False)
        assert [asked.method for asked in forge.asked] == ["GET"]
        changed = Proposal(WANTED.branch, WANTED.base, WANTED.title, "More moves.\n")
        assert connect(forge).open(changed) == Opened(url, is_new=False)
    assert forge.asked[-1].method in {"PATCH", "PUT"}
    assert "More moves.\n" in forge.asked[-1].body.values()


@pytest.mark.parametrize(
    ("connect", "status", "message", "hint"),
    [
        (github, 401, "GitHub answers 401 for clinic/shop: Bad credentials", "GITHUB_TOKEN"),
        (github, 403, "Resource not accessible by personal access token", "permission"),
        (github, 404, "GitHub answers 404 for clinic/shop: Not Found", "does not exist"),
        (github, 422, "Validation Failed; {'resource': 'PullRequest', 'field': 'base'", "base"),
        (gitlab, 401, "GitLab answers 401 for clinic/apps/shop: 401 Unauthorized", "GITLAB_TOKEN"),
        (gitlab, 403, "403 Forbidden", "scope"),
        (gitlab, 404, "404 Project Not Found", "does not exist"),
        (gitlab, 409, "Another open merge request already exists", "is open for the branch"),
        (gitlab, 422, "Target branch main does not exist", "base"),
    ],
)
def test_refusals(connect: object, status: int, message: str, hint: str) -> None:
    assert callable(connect)
    with serving(Forge(status=status)) as forge, pytest.raises(ForgeError) as caught:
        connect(forge).open(WANTED)
    assert message in str(caught.value)
    assert hint in (caught.value.hint or "")
    assert "secret" not in f"{caught.value} {caught.value.hint}"
    assert len(forge.asked) == 1


@pytest.mark.parametrize("connect", [github, gitlab])
def test_nobody_answers(connect: object) -> None:
    assert callable(connect)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        forge = Forge(address=f"http://127.0.0.1:{probe.getsockname()[1]}")
    with pytest.raises(ForgeError, match=r"cannot be reached") as caught:
        connect(forge).open(WANTED)
    assert "goes on from here" in (caught.value.hint or "")
