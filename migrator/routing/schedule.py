"""The ramp: which percentage comes next, and what a change of cutover.yaml did."""

from collections.abc import Sequence

from migrator.model.cutover import Author, Cutover, Route, RouteChange


def next_percent(cutover: Cutover, route: Route) -> float | None:
    """Return the next step of the policy, None where everybody is there already."""
    return min((step for step in cutover.policy.steps if step > route.share), default=None)


def find_changes(
    before: Cutover, after: Cutover, action: str, author: Author
) -> tuple[RouteChange, ...]:
    """Return what differs between two states with the same routes."""
    return tuple(
        RouteChange(
            at=author.at,
            who=author.who,
            action=action,
            route=new.id,
            from_mode=old.mode,
            from_percent=old.share,
            to_mode=new.mode,
            to_percent=new.share,
            reason=author.reason,
            evidence=author.evidence.get(new.id),
        )
        for old, new in zip(before.routes, after.routes, strict=True)
        if (old.mode, old.share) != (new.mode, new.share)
    )


def commit_message(author: Author, changes: Sequence[RouteChange]) -> str:
    """Write what a commit of a change says: what, by whom, why and by which numbers."""
    moves = [f"{one.route} {one.from_percent:g} % -> {one.to_percent:g} %" for one in changes]
    actions = {one.action for one in changes}
    subject = moves[0] if len(moves) == 1 else f"{len(moves)} routes"
    lines = [f"cutover: {' and '.join(sorted(actions)) or 'change'} {subject}", ""]
    lines += moves if len(moves) > 1 else []
    lines.append(f"By {author.who} at {author.at}{': ' if author.reason else ''}{author.reason}")
    return "\n".join(lines)
