"""Pull requests of GitHub, through PyGithub.

https://docs.github.com/en/rest/pulls/pulls
"""

from migrator.adapters.forge import HINT_UNPROCESSABLE, SECONDS, needed, refused, unreachable
from migrator.usecases.pull_request import Opened, Proposal, Target

HINTS = {
    401: "the token is wrong or has ended: set GITHUB_TOKEN anew",
    403: "the token needs the permission to write pull requests",
    404: "the repository does not exist, or the token may not see it",
    422: HINT_UNPROCESSABLE,
}


class GitHub:
    """A repository of GitHub, or of a server of one's own."""

    def __init__(self, target: Target) -> None:
        with needed("PyGithub", extra="github"):
            import github  # noqa: PLC0415 - an extra
        self._library = github
        client = github.Github(
            auth=github.Auth.Token(target.token),
            base_url=target.address,
            timeout=SECONDS,
            retry=None,
            seconds_between_requests=None,
            seconds_between_writes=None,
            lazy=True,
        )
        self._address = target.address
        self._project = target.project
        self._repository = client.get_repo(target.project)

    def open(self, proposal: Proposal) -> Opened:
        """Open a pull request, or give the one that is open for the branch this text."""
        try:
            return self._open(proposal)
        except self._library.GithubException as error:
            reason = _reason(error.data)
            raise refused("GitHub", error.status, self._project, reason, HINTS) from error
        except OSError as error:
            raise unreachable(self._address, error) from error

    def _open(self, proposal: Proposal) -> Opened:
        owner = self._project.partition("/")[0]
        there = self._repository.get_pulls(state="open", head=f"{owner}:{proposal.branch}")
        for pull in there:
            if (pull.title, pull.body) != (proposal.title, proposal.body):
                pull.edit(title=proposal.title, body=proposal.body)
            return Opened(pull.html_url, is_new=False)
        made = self._repository.create_pull(
            base=proposal.base,
            head=proposal.branch,
            title=proposal.title,
            body=proposal.body,
            draft=proposal.is_draft,
        )
        return Opened(made.html_url, is_new=True)


def _reason(data: object) -> str:
    """Read why: a message, and for 422 the errors that it stands for."""
    if not isinstance(data, dict):
        return str(data or "no reason given")
    errors = data.get("errors") or ()
    said = (e.get("message", e) if isinstance(e, dict) else e for e in errors)
    return "; ".join(map(str, [data.get("message", "no reason given"), *said]))
