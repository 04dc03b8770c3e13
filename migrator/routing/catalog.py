"""The backends by name: what each can do, and its files."""

from collections.abc import Callable, Iterator, Mapping

import msgspec

from migrator.errors import PlanError
from migrator.model.cutover import Backend, Cutover
from migrator.model.files import RenderedFile
from migrator.routing.assignment import (
    is_on_service,
    is_on_service_of_nginx,
    is_on_service_portably,
)
from migrator.routing.backends import (
    alb,
    cloudfront,
    envoy,
    gateway_api,
    haproxy,
    http_api,
    nginx_lua,
    nginx_plain,
)
from migrator.routing.convention import Refusal

BACKEND = "backend"  # a file of the run folder: which proxy it was rendered for
WEIGHING = frozenset({Backend.ALB, Backend.GATEWAY_API})  # what can take `sticky: false`


class Rendering(msgspec.Struct, frozen=True):
    """One backend.

    Attributes:
        render: a cutover and the absolute path of the run folder -> files, in the order in which
            they must be replaced.
        is_new: route's id, visitor, percentage -> whether the service answers.
        find_refusals: what the backend cannot do of all that a cutover asks for.
    """

    render: Callable[[Cutover, str], tuple[RenderedFile, ...]]
    is_new: Callable[[str, str, float], bool] = is_on_service_portably
    find_refusals: Callable[[Cutover], Iterator[Refusal]] = lambda _: iter(())


RENDERINGS: Mapping[Backend, Rendering] = {
    Backend.ENVOY: Rendering(envoy.render, is_on_service),
    Backend.HAPROXY: Rendering(haproxy.render),
    Backend.NGINX_LUA: Rendering(nginx_lua.render),
    Backend.NGINX: Rendering(
        nginx_plain.render, is_on_service_of_nginx, nginx_plain.find_refusals
    ),
    Backend.ALB: Rendering(alb.render, alb.is_new, alb.find_refusals),
    Backend.CLOUDFRONT: Rendering(cloudfront.render, find_refusals=cloudfront.find_refusals),
    Backend.HTTP_API: Rendering(http_api.render, find_refusals=http_api.find_refusals),
    Backend.GATEWAY_API: Rendering(gateway_api.render, find_refusals=gateway_api.find_refusals),
}


def render(cutover: Cutover, run_dir: str) -> tuple[RenderedFile, ...]:
    """Render the files of the facade that the cutover names.

    Raises:
        PlanError: it cannot do what is asked, with a line for each thing.
    """
    backend = cutover.facade.backend
    refusals = sorted({*RENDERINGS[backend].find_refusals(cutover), *_in_common(cutover)})
    if refusals:
        raise PlanError(
            "\n".join(f"{backend.value} cannot: {refusal}" for refusal in refusals),
            hint="change cutover.yaml, or take another backend: docs/cutover.md compares them",
        )
    files = RENDERINGS[backend].render(cutover, run_dir)
    if backend.is_remote:
        return files
    return (*files, RenderedFile.of_text(BACKEND, f"{backend.value}\n"))


def find_pinned(cutover: Cutover, was: str) -> Iterator[str]:
    """Yield the routes in the middle of a ramp that another backend began by another hash.

    Their visitors would be drawn anew: some who have the service lose it, others get it.

    Args:
        cutover: what is to be rendered.
        was: the name of the backend whose files are in the run folder; empty where none are.
    """
    now = RENDERINGS[cutover.facade.backend]
    if was not in set(Backend) or RENDERINGS[Backend(was)].is_new is now.is_new:
        return
    yield from (route.id for route in cutover.routes if 0 < route.share < 100)


def _in_common(cutover: Cutover) -> Iterator[Refusal]:
    """Yield what nearly no backend can do."""
    if not cutover.facade.sticky and cutover.facade.backend not in WEIGHING:
        yield Refusal("", "draw each request anew: visitors keep their arm; drop facade.sticky")
