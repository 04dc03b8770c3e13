"""The ramp: which percentage comes next, and what a change of cutover.yaml did."""

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
        )
        for old, new in zip(before.routes, after.routes, strict=True)
        if (old.mode, old.share) != (new.mode, new.share)
    )
