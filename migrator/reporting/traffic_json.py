"""What ``migrate analyze --format json`` says about traffic."""

import msgspec

from migrator.model.traffic import EntryTraffic, Traffic
from migrator.reporting import analysis_shape as shape


def traffic_shape(traffic: Traffic) -> shape.TrafficShape:
    """Arrange what access logs have beside the traffic of each entry point."""
    as_dict = msgspec.structs.asdict
    return shape.TrafficShape(
        files=tuple(shape.LogFileShape(**as_dict(one)) for one in traffic.files),
        requests=traffic.requests,
        unmatched_requests=traffic.unmatched_requests,
        unmatched=tuple(shape.UnmatchedPathShape(**as_dict(one)) for one in traffic.unmatched),
        garbage=tuple(shape.GarbageLineShape(**as_dict(one)) for one in traffic.garbage),
        first=traffic.first,
        last=traffic.last,
    )


def entry_traffic_shape(entry: EntryTraffic | None) -> shape.EntryTrafficShape:
    """Arrange the traffic of an entry point; none is zero requests."""
    if entry is None:
        return shape.EntryTrafficShape(0, None, {}, None, None)
    known = sum(count for _, count in entry.statuses)
    times = entry.durations
    return shape.EntryTrafficShape(
        requests=entry.requests,
        peak_rate=None if entry.peak_rate is None else round(entry.peak_rate, 4),
        statuses={status: round(count / known, 4) for status, count in entry.statuses},
        durations=shape.DurationsShape(**msgspec.structs.asdict(times)) if times else None,
        largest_response=entry.largest_response,
    )
