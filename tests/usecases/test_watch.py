"""A watcher on a real cutover.yaml; proxy, log and clock are fakes."""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace

from migrator.adapters.filesystem import FileSystem
from migrator.errors import ToolError
from migrator.model.cutover import Author, Cutover, Gate, RouteChange, Swap
from migrator.model.evidence import Answer, Arm, Comparison, Position, Reading, Sums, Tally
from migrator.routing.decide import Outcome
from migrator.usecases.cutover import Outside, Place, load, rollback
from migrator.usecases.watch import Seen, Watch, Watcher, Way

START = 1_795_867_200.0  # a Saturday, noon
CUTOVER = """\
version: 1
origins: {monolith: "http://m", services: {orders: "http://o"}}
policy: {steps: [5, 50, 100], dwell: 10m, patience: 2h, minimum_requests: 300}
routes:
  - {id: get-a, method: GET, path: /a, service: orders, mode: canary, percent: 5}
  - {id: get-b, method: GET, path: /b, service: orders, mode: monolith}
"""


class Proxy:
    def validate(self, cutover: Cutover) -> None: ...

    def take_over(self, cutover: Cutover, run_dir: Path, changed: Collection[str]) -> None: ...

    def effective(self, cutover: Cutover, run_dir: Path) -> None: ...


class History:
    def __init__(self) -> None:
        self.kept: list[RouteChange] = []

    @contextmanager
    def recording(self, swap: Swap, **_: bool) -> Iterator[None]:
        yield
        self.kept += swap.changes

    def author_of(self, digest: str) -> None: ...


class FakeLog:
    def __init__(self) -> None:
        self.answers: list[Answer] = []

    def end(self) -> Position:
        return Position(1, len(self.answers))

    def read(self, position: Position) -> Reading:
        return Reading(tuple(self.answers[position.offset :]), self.end())


class Counted(FakeLog):
    """Counts instead of answers; it may be out of reach, or not know all."""

    def __init__(self) -> None:
        super().__init__()
        self.sums: list[Sums] = []
        self.gaps: tuple[str, ...] = ()
        self.is_down = False

    def read(self, position: Position) -> Reading:
        if self.is_down:
            raise ToolError("Prometheus: refused")
        new = tuple(self.sums[position.offset :])
        end = Position(offset=len(self.sums))
        return Reading(position=end, sums=new, gaps=self.gaps)


class FakeMemory:
    def __init__(self) -> None:
        self.kept: Watch | None = None
        self.is_broken = False

    def load(self) -> Watch | None:
        self._fail()
        return self.kept

    def save(self, watch: Watch) -> None:
        self._fail()
        self.kept = watch

    def _fail(self) -> None:
        if self.is_broken:
            raise ToolError("no database")


class FakeGates:
    def __init__(self) -> None:
        self.objection = ""
        self.asked: list[tuple[str, dict[str, object]]] = []
        self.meanwhile: Callable[[], object] = lambda: None

    def ask(self, gate: Gate, change: Mapping[str, object]) -> str:
        self.asked.append((gate.name, dict(change)))
        self.meanwhile()
        return self.objection


class Bench:
    """A cutover that is watched."""

    def __init__(self, folder: Path, text: str = CUTOVER) -> None:
        self.place = Place(folder / "cutover.yaml", folder / "facade")
        self.place.file.write_text(text)
        self.log, self.counts = FakeLog(), Counted()
        self.memory, self.gates = FakeMemory(), FakeGates()
        self.history = History()
        self.watcher = self.start()

    def start(self, way: Way = Way.ACT) -> Watcher:
        outside = Outside(FileSystem(), lambda _: Proxy(), self.history)
        return Watcher(self.place, outside, self.log, self.memory, self.gates, way)

    def serve(self, minute: int, arm: Arm, count: int, bad: int = 0) -> None:
        origin = {"old": "monolith", "new": "orders"}[arm]
        for n in range(count):
            at = START + 60 * minute + n * 50 / count
            self.log.answers.append(
                Answer(at, "get-a", arm, origin, 500 if n < bad else 200, n % 100)
            )

    def traffic(self, minutes: int, *, bad: int = 0, share: float = 0.05) -> None:
        for minute in range(minutes):
            self.serve(minute, "old", round(600 * (1 - share)))
            self.serve(minute, "new", round(600 * share), bad)

    def look(self, minute: float) -> Seen:
        (seen,) = self.watcher.look(START + 60 * minute).routes
        return seen

    def share(self) -> float:
        return load(self.place.file)[1].routes[0].share


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def test_a_good_step_is_followed_by_the_next(bench: Bench) -> None:
    bench.look(0)
    bench.traffic(12)
    seen = bench.look(12)
    assert (seen.decision.outcome, seen.done, bench.share()) == (
        Outcome.ADVANCE,
        "5 % -> 50 %",
        50,
    )
    (change,) = bench.history.kept
    assert (change.who, change.at) == ("migrate cutover watch", "2026-11-28T12:12:00+00:00")
    assert change.reason.startswith("0 of 360 answers of the service failed")
    assert change.evidence is not None
    assert (change.evidence.since, change.evidence.failed) == (
        "2026-11-28T12:00:00+00:00",
        Comparison(Tally(6840, 0), Tally(360, 0), 0.0, 5.298),
    )


def test_the_next_step_begins_without_evidence_of_its_own(bench: Bench) -> None:
    bench.look(0)
    bench.traffic(12)
    bench.look(12)
    seen = bench.look(12.1)
    assert (seen.decision.outcome, seen.step.ledger.errors.new.requests) == (Outcome.HOLD, 0)


def test_a_bad_service_is_rolled_back_before_the_step_is_over(bench: Bench) -> None:
    bench.look(0)
    bench.traffic(3, bad=3)
    seen = bench.look(3)
    assert (seen.decision.outcome, seen.done, bench.share()) == (
        Outcome.ROLLBACK,
        "5 % -> 0 %",
        0,
    )
    assert "failed" in bench.history.kept[0].reason
    assert bench.watcher.look(START + 240).routes == ()


def test_without_traffic_nothing_moves_and_in_the_end_a_person_is_asked(bench: Bench) -> None:
    outcomes = [bench.look(minute).decision.outcome for minute in (0, 60, 119, 121)]
    assert outcomes == [Outcome.HOLD, Outcome.HOLD, Outcome.HOLD, Outcome.ASK]
    assert bench.share() == 5


def test_what_was_logged_before_the_watcher_came_does_not_count(bench: Bench) -> None:
    bench.traffic(12, bad=30)
    seen = bench.look(13)
    assert (seen.decision.outcome, seen.step.ledger.errors.new.requests) == (Outcome.HOLD, 0)


def test_a_watcher_goes_on_where_the_last_one_ended(bench: Bench) -> None:
    bench.look(0)
    bench.traffic(6)
    bench.look(6)
    bench.watcher = bench.start()
    for minute in range(6, 12):
        bench.serve(minute, "old", 570)
        bench.serve(minute, "new", 30)
    assert bench.look(12).done == "5 % -> 50 %"


@pytest.fixture
def counted(tmp_path: Path) -> Bench:
    bench = Bench(tmp_path, CUTOVER.replace("policy: {", "policy: {slow_margin: 1, "))
    bench.log = bench.counts = Counted()
    bench.watcher = bench.start()
    return bench


def count(bench: Bench, minutes: range, bad: int = 0) -> None:
    for minute in minutes:
        sums = Sums(START + 60 * minute, "get-a", Tally(570, 0), Tally(30, bad))
        bench.counts.sums.append(sums)


def test_counts_are_evidence_as_well(counted: Bench) -> None:
    counted.look(0)
    count(counted, range(12))
    assert counted.look(12).done == "5 % -> 50 %"
    counted.look(12)
    count(counted, range(12, 15), bad=5)
    assert counted.look(15).done == "50 % -> 0 %"


def test_a_source_that_does_not_know_all_advances_nothing(counted: Bench) -> None:
    counted.look(0)
    count(counted, range(12))
    counted.counts.gaps = ("get-a: how many of new were bad is not known",)
    look = counted.watcher.look(START + 720)
    assert look.routes[0].held_by == look.warnings == counted.counts.gaps
    counted.counts.gaps = ()
    assert counted.look(13).done == "5 % -> 50 %"


def test_a_source_that_is_down_advances_nothing_and_the_watcher_goes_on(counted: Bench) -> None:
    counted.look(0)
    count(counted, range(12))
    counted.look(9)
    counted.counts.is_down = True
    look = counted.watcher.look(START + 720)
    assert look.warnings == ("Prometheus: refused",)
    assert look.routes[0].held_by == ("the evidence cannot be read",)
    counted.counts.is_down = False
    assert counted.look(13).done == "5 % -> 50 %"


def test_without_a_database_it_watches_on_and_says_so(bench: Bench) -> None:
    bench.memory.is_broken = True
    assert bench.watcher.look(START).warnings == ("no database", "no database")
    bench.traffic(3, bad=3)
    look = bench.watcher.look(START + 180)
    assert (look.warnings, bench.share()) == (("no database",), 0)


@pytest.mark.parametrize(
    ("way", "held_by"),
    [
        (Way.ONLY_ROLL_BACK, "a person: `migrate cutover advance get-a --to 50`"),
        (Way.ONLY_SAY, "a person: `migrate cutover advance get-a --to 50`"),
    ],
)
def test_it_can_leave_steps_to_people(bench: Bench, way: Way, held_by: str) -> None:
    bench.watcher = bench.start(way)
    bench.look(0)
    bench.traffic(12)
    seen = bench.look(12)
    assert (seen.decision.outcome, seen.held_by, bench.share()) == (
        Outcome.ADVANCE,
        (held_by,),
        5,
    )


def test_it_can_leave_even_rollbacks_to_people(bench: Bench) -> None:
    bench.watcher = bench.start(Way.ONLY_SAY)
    bench.look(0)
    bench.traffic(3, bad=3)
    seen = bench.look(3)
    assert (seen.decision.outcome, seen.done, bench.share()) == (Outcome.ROLLBACK, "", 5)


def test_nothing_advances_in_a_freeze_but_rollbacks_happen(tmp_path: Path) -> None:
    freeze = 'freeze: [{from: "12:00", to: "24:00", days: [sat]}], '
    bench = Bench(tmp_path, CUTOVER.replace("policy: {", "policy: {" + freeze))
    bench.look(0)
    bench.traffic(12)
    assert bench.look(12).held_by == ("the freeze sat 12:00 to 24:00 (UTC)",)
    bench.serve(13, "old", 570)
    bench.serve(13, "new", 100, bad=60)
    assert bench.look(14).done == "5 % -> 0 %"


def test_a_gate_has_to_agree(tmp_path: Path) -> None:
    gate = "gates: [{name: office, webhook: 'http://gate'}], "
    bench = Bench(tmp_path, CUTOVER.replace("policy: {", "policy: {" + gate))
    bench.gates.objection = "answered 403"
    bench.look(0)
    bench.traffic(12)
    assert bench.look(12).held_by == ("gate office: answered 403",)
    bench.gates.objection = ""
    assert bench.look(12.2).done == "5 % -> 50 %"
    assert bench.gates.asked == [("office", {"route": "get-a", "from": 5, "to": 50})] * 2


NOTIFY = (
    "notify: [{name: chat, webhook: 'http://chat'}, {name: phone, command: [call], on: [ask]}], "
)


def test_who_wants_to_know_is_told_afterwards(tmp_path: Path) -> None:
    bench = Bench(tmp_path, CUTOVER.replace("policy: {", "policy: {" + NOTIFY))
    bench.gates.objection = "answered 500"
    bench.look(0)
    bench.traffic(12)
    look = bench.watcher.look(START + 720)
    assert look.warnings == ("chat was not told of the advance: answered 500",)
    ((name, body),) = bench.gates.asked
    assert (name, body["event"], body["who"], body["routes"]) == (
        "chat",
        "advance",
        "migrate cutover watch",
        [{"route": "get-a", "from": 5.0, "to": 50.0}],
    )
    assert bench.share() == 50


def test_a_person_is_asked_once_a_step(tmp_path: Path) -> None:
    bench = Bench(tmp_path, CUTOVER.replace("policy: {", "policy: {" + NOTIFY))
    for minute in (0, 119, 121, 125):
        bench.look(minute)
    bench.watcher = bench.start()
    bench.look(130)
    assert [(name, body["event"]) for name, body in bench.gates.asked] == [
        ("chat", "ask"),
        ("phone", "ask"),
    ]


def test_a_rollback_does_not_wait_for_the_gate_of_another_route(tmp_path: Path) -> None:
    text = CUTOVER.replace("mode: monolith}", "mode: canary, percent: 5}")
    gate = "gates: [{name: office, command: [ask]}], "
    bench = Bench(tmp_path, text.replace("policy: {", "policy: {" + gate))
    bench.watcher.look(START)
    bench.traffic(12)
    bench.log.answers += [
        replace(one, route="get-b", status=500 if one.arm == "new" else 200)
        for one in bench.log.answers
    ]
    shares = []
    bench.gates.meanwhile = lambda: shares.append(load(bench.place.file)[1].routes[1].share)
    seen = bench.watcher.look(START + 720).routes
    assert [(one.route.id, one.done) for one in seen] == [
        ("get-a", "5 % -> 50 %"),
        ("get-b", "5 % -> 0 %"),
    ]
    assert shares == [0]


def test_an_operator_who_rolls_back_while_a_gate_is_asked_is_not_overruled(tmp_path: Path) -> None:
    gate = "gates: [{name: office, command: [ask]}], "
    bench = Bench(tmp_path, CUTOVER.replace("policy: {", "policy: {" + gate))
    bench.look(0)
    bench.traffic(12)
    outside = Outside(FileSystem(), lambda _: Proxy(), bench.history)
    bench.gates.meanwhile = lambda: rollback(bench.place, outside, Author("ann", "now"), "get-a")
    look = bench.watcher.look(START + 720)
    assert look.warnings == ("get-a was changed meanwhile; nothing was done",)
    assert [one.who for one in bench.history.kept] == ["ann"]
    assert bench.share() == 0


def test_a_clock_that_was_set_back_begins_the_step_anew(bench: Bench) -> None:
    bench.look(0)
    seen = bench.look(-600)
    assert seen.step.began_at == START - 36_000
