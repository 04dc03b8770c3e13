"""A server that answers as GitHub and GitLab do, with the fields that their pages document.

https://docs.github.com/en/rest/pulls/pulls, https://docs.gitlab.com/api/merge_requests/
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import msgspec

PULL: dict[str, Any] = {
    "id": 1,
    "node_id": "PR_kwDOA",
    "number": 7,
    "url": "{address}/repos/clinic/shop/pulls/7",
    "html_url": "https://github.com/clinic/shop/pull/7",
    "state": "open",
    "locked": False,
    "title": "Extract orders into a Lambda service",
    "body": "What moves.\n",
    "draft": False,
    "user": {"login": "ada", "id": 1, "type": "User", "site_admin": False},
    "head": {"label": "clinic:migrate/orders", "ref": "migrate/orders", "sha": "6dcb09b"},
    "base": {"label": "clinic:main", "ref": "main", "sha": "7e068727"},
    "created_at": "2026-11-28T10:00:00Z",
    "updated_at": "2026-11-28T10:00:00Z",
    "merged_at": None,
    "requested_reviewers": [],
    "labels": [],
}
REQUEST: dict[str, Any] = {
    "id": 155016530,
    "iid": 7,
    "project_id": 15513260,
    "title": "Extract orders into a Lambda service",
    "description": "What moves.\n",
    "state": "opened",
    "created_at": "2026-11-28T10:00:00.000Z",
    "target_branch": "main",
    "source_branch": "migrate/orders",
    "author": {"id": 4, "username": "ada", "name": "Ada", "state": "active"},
    "assignees": [],
    "reviewers": [],
    "labels": [],
    "draft": False,
    "merge_status": "checking",
    "detailed_merge_status": "checking",
    "web_url": "https://gitlab.example.org/clinic/apps/shop/-/merge_requests/7",
}
GITHUB_ERRORS: dict[int, dict[str, Any]] = {
    401: {
        "message": "Bad credentials",
        "documentation_url": "https://docs.github.com/rest",
        "status": "401",
    },
    403: {
        "message": "Resource not accessible by personal access token",
        "documentation_url": "https://docs.github.com/rest/pulls/pulls#create-a-pull-request",
        "status": "403",
    },
    404: {
        "message": "Not Found",
        "documentation_url": "https://docs.github.com/rest/pulls/pulls#create-a-pull-request",
        "status": "404",
    },
    422: {
        "message": "Validation Failed",
        "errors": [{"resource": "PullRequest", "field": "base", "code": "invalid"}],
        "documentation_url": "https://docs.github.com/rest/pulls/pulls#create-a-pull-request",
        "status": "422",
    },
}
GITLAB_ERRORS: dict[int, dict[str, Any]] = {
    401: {"message": "401 Unauthorized"},
    403: {"message": "403 Forbidden"},
    404: {"message": "404 Project Not Found"},
    409: {"message": ["Another open merge request already exists for this source branch: !7"]},
    422: {"message": ["Target branch main does not exist"]},
}


class Asked(msgspec.Struct, frozen=True):
    """A request that came in."""

    method: str
    path: str
    body: dict[str, Any]
    token: str


class Forge(msgspec.Struct):
    """What the server answers, and what it was asked.

    Attributes:
        there: whether a pull request is open already.
        status: answers every request with this error, where it is one.
    """

    address: str = ""
    there: bool = False
    status: int = 0
    asked: list[Asked] = []

    def answer(self, asked: Asked) -> tuple[int, Any]:
        is_gitlab = "/projects/" in asked.path
        if self.status:
            return self.status, (GITLAB_ERRORS if is_gitlab else GITHUB_ERRORS)[self.status]
        one = dict(REQUEST if is_gitlab else PULL)
        if not is_gitlab:
            one["url"] = one["url"].format(address=self.address)
        if asked.method == "GET":
            return 200, [one] if self.there else []
        return (201 if asked.method == "POST" else 200), one | asked.body


@contextmanager
def serving(forge: Forge) -> Iterator[Forge]:
    """Answer on a free port of this machine, for a while."""

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            size = int(self.headers.get("content-length") or 0)
            body = json.loads(self.rfile.read(size) or b"{}")
            token = self.headers.get("authorization") or self.headers.get("private-token") or ""
            asked = Asked(self.command, self.path, body, token)
            forge.asked.append(asked)
            status, answer = forge.answer(asked)
            content = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json; charset=utf-8")
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PATCH = do_PUT = _answer  # noqa: N815 - http.server's names

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    forge.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield forge
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
