"""Merge requests of GitLab, through python-gitlab.

https://docs.gitlab.com/api/merge_requests/
"""

from migrator.errors import ForgeError, ToolError
from migrator.usecases.pull_request import Opened, Proposal, Target

SECONDS = 20
API = "/api/v4"
HINTS = {
    401: "the token is wrong or has ended: set GITLAB_TOKEN anew",
    403: "the token needs the scope `api`, and its owner the role Developer",
    404: "the project does not exist, or the token may not see it",
    409: "another merge request is open for the branch",
    422: "is the base a branch there, and does the new branch differ from it?",
}


class GitLab:
    """A project of GitLab."""

    def __init__(self, target: Target) -> None:
        try:
            import gitlab  # noqa: PLC0415 - an extra
        except ImportError as error:
            raise ToolError(
                "python-gitlab is not installed", hint="pip install 'migrator[gitlab]'"
            ) from error
        self._library = gitlab
        self._address = target.address.removesuffix(API)
        self._name = target.project
        client = gitlab.Gitlab(
            self._address,
            private_token=target.token,
            timeout=SECONDS,
            retry_transient_errors=False,
        )
        self._project = client.projects.get(target.project, lazy=True)

    def open(self, proposal: Proposal) -> Opened:
        """Open a merge request, or give the one that is open for the branch this text."""
        try:
            return self._open(proposal)
        except self._library.GitlabError as error:
            status = error.response_code
            text = f"GitLab answers {status} for {self._name}: {_reason(error.error_message)}"
            raise ForgeError(text, hint=HINTS.get(status or 0)) from error
        except OSError as error:  # requests' errors are
            raise ForgeError(
                f"{self._address} cannot be reached: {type(error).__name__}",
                hint="is the network up? The branch is pushed: the same command goes on from here",
            ) from error

    def _open(self, proposal: Proposal) -> Opened:
        title = f"Draft: {proposal.title}" if proposal.is_draft else proposal.title
        there = self._project.mergerequests.list(
            state="opened", source_branch=proposal.branch, get_all=False
        )
        for request in there:
            if request.description != proposal.body:
                request.description = proposal.body
                request.save()
            return Opened(str(request.web_url), is_new=False)
        made = self._project.mergerequests.create(
            {
                "source_branch": proposal.branch,
                "target_branch": proposal.base,
                "title": title,
                "description": proposal.body,
            }
        )
        return Opened(str(made.web_url), is_new=True)


def _reason(said: object) -> str:
    return "; ".join(map(str, said)) if isinstance(said, list) else str(said or "no reason given")
