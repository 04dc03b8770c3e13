from migrator.model.grouping import Grouping, PlanMetrics, Rank
from migrator.model.location import Location
from migrator.reporting.grouping import grouping_shape, render_grouping

PLACE = Location("shop/a.py", 3)
GROUPING = Grouping(
    PlanMetrics(
        services=2,
        modularity=0.5,
        calls=1,
        calls_share=0.25,
        inter_partition=0.5,
        two_writers=("t",),
        entropy=0.7,
        spanning=(PLACE,),
        transactions=4,
        balance=0.9,
        cycles=(("a", "b"),),
    ),
    PlanMetrics(services=3),
    (Rank("a", 0, ("no call crosses its border",)), Rank("b", 2.4, ("12 effort points",))),
)


def test_text() -> None:
    assert (
        render_grouping(GROUPING)
        == """\
                          this plan  plain Louvain
services                          2              3
modularity                     0.50           0.00
calls between services            1              0
  share of all calls           0.25           0.00
  share of calling pairs       0.50           0.00
tables that two write             1              0
transaction entropy            0.70           0.00
transactions that span            1              0
  of all that write               4              0
size balance                   0.90           1.00
cycles of services                1              0

What to move first:
  1. a (0)
     no call crosses its border
  2. b (2.4)
     12 effort points
"""
    )


def test_one_service_needs_no_metrics() -> None:
    assert render_grouping(Grouping(order=(Rank("a", 0, ()),))) == ""


def test_json() -> None:
    shape = grouping_shape(GROUPING)
    assert [(place.file, place.line) for place in shape.metrics.spanning] == [("shop/a.py", 3)]
    assert (shape.metrics.cycles, shape.louvain.services) == ((("a", "b"),), 3)
    assert [(rank.service, rank.difficulty) for rank in shape.order] == [("a", 0), ("b", 2.4)]
