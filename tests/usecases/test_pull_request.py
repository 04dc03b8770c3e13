import pytest

from migrator.errors import ForgeError
from migrator.usecases.pull_request import Forge, Target, find_target, proposal_of

TOKENS = {"GITHUB_TOKEN": "hub", "GITLAB_TOKEN": "lab"}
HUB = Target(Forge.GITHUB, "https://api.github.com", "clinic/shop", "hub")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("git@github.com:clinic/shop.git", HUB),
        ("https://github.com/clinic/shop.git", HUB),
        ("https://github.com/clinic/shop", HUB),
        ("https://github.com/clinic/shop/", HUB),
        ("https://ada:pw@github.com/clinic/shop.git", HUB),
        ("ssh://git@github.com/clinic/shop.git", HUB),
        (
            "git@github.example.org:clinic/shop.git",
            Target(Forge.GITHUB, "https://github.example.org/api/v3", "clinic/shop", "hub"),
        ),
        (
            "git@gitlab.com:clinic/apps/back/shop.git",
            Target(Forge.GITLAB, "https://gitlab.com/api/v4", "clinic/apps/back/shop", "lab"),
        ),
        (
            "ssh://git@gitlab.example.org:2222/clinic/shop.git",
            Target(Forge.GITLAB, "https://gitlab.example.org/api/v4", "clinic/shop", "lab"),
        ),
    ],
)
def test_where_origin_is(url: str, expected: Target) -> None:
    assert find_target(url, TOKENS) == expected


def test_a_host_whose_name_does_not_say() -> None:
    url = "git@code.example.org:clinic/shop.git"
    with pytest.raises(ForgeError, match="does not say whether it is GitHub or GitLab") as caught:
        find_target(url, TOKENS)
    assert "--forge github" in (caught.value.hint or "")
    expected = Target(Forge.GITLAB, "https://code.example.org/api/v4", "clinic/shop", "lab")
    assert find_target(url, TOKENS, "gitlab") == expected


def test_addresses_and_tokens_of_pipelines() -> None:
    environment = {"GH_TOKEN": "other", "GITHUB_API_URL": "http://127.0.0.1:1/"}
    found = find_target("git@github.com:clinic/shop.git", environment)
    assert found == Target(Forge.GITHUB, "http://127.0.0.1:1", "clinic/shop", "other")


@pytest.mark.parametrize(
    ("url", "environment", "message"),
    [
        ("", TOKENS, "no remote called origin"),
        ("/srv/git/shop.git", TOKENS, "which is on no GitHub or GitLab"),
        ("file:///srv/git/shop.git", TOKENS, "which is on no GitHub or GitLab"),
        ("git@github.com:clinic/shop.git", {}, "GITHUB_TOKEN or GH_TOKEN is not set"),
        ("git@github.com:clinic/shop.git", {"GITHUB_TOKEN": ""}, "is not set"),
        ("git@gitlab.com:clinic/shop.git", {"GITHUB_TOKEN": "x"}, "GITLAB_TOKEN is not set"),
    ],
)
def test_refused(url: str, environment: dict[str, str], message: str) -> None:
    with pytest.raises(ForgeError, match=message) as caught:
        find_target(url, environment)
    assert caught.value.hint


def test_a_text_that_is_too_long_is_cut_at_a_line() -> None:
    body = "".join(f"line {number}\n" for number in range(20_000))
    made = proposal_of(
        "Extract", body, "orders", branch="migrate/orders", base="main", is_draft=True
    )
    assert made.title == "Extract"
    assert len(made.body) <= 60_000
    *_, last, empty, rest = made.body.splitlines()
    assert (last.startswith("line "), empty) == (True, "")
    assert rest == "The rest is in services/orders/MIGRATION.md on the branch."
