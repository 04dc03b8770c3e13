"""Where a watcher gets its evidence from: the access log, Prometheus or CloudWatch."""

from pathlib import Path

from migrator.adapters.access_log import AccessLog
from migrator.adapters.cloudwatch import CloudWatch
from migrator.adapters.counts import CountedLog, Kinds
from migrator.adapters.prometheus import Prometheus
from migrator.model.cutover import Cutover, seconds
from migrator.usecases.watch import Log


def source_of(cutover: Cutover, log: Path | None, run_dir: Path) -> tuple[Log, str]:
    """Return the source that a cutover names, and a name by which what was read is remembered.

    Args:
        cutover: what says it.
        log: an access log that is used instead.
        run_dir: where the facade's own log lies.
    """
    prometheus, cloudwatch = cutover.evidence.prometheus, cutover.evidence.cloudwatch
    if log is None and prometheus is not None:
        source: Kinds = Prometheus(prometheus)
        return _counted(cutover, source, bool(prometheus.slow)), f"prometheus {prometheus.url}"
    if log is None and cloudwatch is not None:
        source = CloudWatch(cloudwatch, [route.id for route in cutover.routes])
        name = f"cloudwatch {cloudwatch.region} {cloudwatch.namespace}"
        return _counted(cutover, source, bool(cloudwatch.slow)), name
    path = log or run_dir / "access.log"
    return AccessLog(path), str(path.absolute())


def _counted(cutover: Cutover, source: Kinds, is_timed: bool) -> CountedLog:
    window, lag = seconds(cutover.policy.window), seconds(cutover.evidence.lag)
    return CountedLog(source, window=window, lag=lag, is_timed=is_timed)
