"""Merge requests of GitLab, through python-gitlab.

https://docs.gitlab.com/api/merge_requests/
"""

from migrator.adapters.forge import HINT_UNPROCESSABLE, SECONDS, needed, refused, unreachable
from migrator.usecases.pull_request import Opened, Proposal, Target

API = "/api/v4"
HINTS = {
    401: "the token is wrong or has ended: set GITLAB_TOKEN anew",
    403: "the token needs the scope `api`, and its owner the role Developer",
    404: "the project does not exist, or the token may not see it",
    409: "another merge request is open for the branch",
    422: HINT_UNPROCESSABLE,
}


class GitLab:
    """A project of GitLab."""

    def __init__(self, target: Target) -> None:
        with needed("python-gitlab", extra="gitlab"):
            import gitlab  # noqa: PLC0415 - an extra
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
            reason = _reason(error.error_message)
            raise refused("GitLab", error.response_code, self._name, reason, HINTS) from error
        except OSError as error:
            raise unreachable(self._address, error) from error

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
