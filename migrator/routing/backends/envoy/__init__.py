"""Envoy as the facade: a fixed bootstrap, clusters and routes in files that it watches.

https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/route/v3/route_components.proto
"""

from migrator.model.cutover import Cutover
from migrator.model.files import RenderedFile
from migrator.routing.backends.envoy.bootstrap import bootstrap, static_bootstrap
from migrator.routing.backends.envoy.clusters import clusters
from migrator.routing.backends.envoy.routes import route_configuration
from migrator.routing.origins import SYSTEM_CERTIFICATES
from migrator.routing.yaml_text import dump

BOOTSTRAP = "bootstrap.yaml"
CLUSTERS = "clusters.yaml"
ROUTES = "routes.yaml"

_CLUSTER = "type.googleapis.com/envoy.config.cluster.v3.Cluster"
_ROUTES = "type.googleapis.com/envoy.config.route.v3.RouteConfiguration"


def render(
    cutover: Cutover, run_dir: str, *, certificates: str = SYSTEM_CERTIFICATES
) -> tuple[RenderedFile, ...]:
    """Render the files of the run folder, in the order in which they must be replaced.

    Args:
        cutover: who answers what.
        run_dir: absolute path of the folder that Envoy will watch.
        certificates: file with the authorities that origins with https are checked against.
    """
    resources = [{"@type": _CLUSTER, **one} for one in clusters(cutover, certificates)]
    routes = [{"@type": _ROUTES, **route_configuration(cutover)}]
    return (
        RenderedFile.of_text(
            BOOTSTRAP, dump(bootstrap(cutover.facade, cutover.identity, run_dir))
        ),
        RenderedFile.of_text(CLUSTERS, dump({"resources": resources})),
        RenderedFile.of_text(ROUTES, dump({"resources": routes})),
    )


def render_for_validation(
    cutover: Cutover, *, certificates: str = SYSTEM_CERTIFICATES
) -> RenderedFile:
    """Render everything in one file: only so does ``--mode validate`` check routes at all."""
    data = static_bootstrap(
        cutover.facade,
        cutover.identity,
        clusters(cutover, certificates),
        route_configuration(cutover),
    )
    return RenderedFile.of_text("validate.yaml", dump(data))
