"""Two operators at once: files and histories are real, the other operator acts meanwhile."""

import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Collection
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from migrator.adapters.file_commits import FileCommits
from migrator.adapters.filesystem import FileSystem
from migrator.adapters.history import History
from migrator.errors import ConflictError, GitError, ToolError
from migrator.model.cutover import Author, Cutover
from migrator.usecases.cutover import Outside, Place, Terms, advance, load, rollback

TEXT = """\
version: 1
origins: {monolith: "http://m", services: {orders: "http://o"}}
routes:
  - {id: get-a, method: GET, path: /a, service: orders, mode: canary, percent: 5}
  - {id: get-b, method: GET, path: /b, service: orders, mode: canary, percent: 25}
"""
ANN, BOB = Author("ann", "2026-11-28T12:00:00+00:00"), Author("bob", "2026-11-28T12:00:01+00:00")


class Proxy:
    """Checks for long enough that somebody else can do something."""

    def __init__(self) -> None:
        self.meanwhile: Callable[[], object] = lambda: None

    def validate(self, _: Cutover) -> None:
        meanwhile, self.meanwhile = self.meanwhile, lambda: None
        meanwhile()

    def take_over(self, cutover: Cutover, run_dir: Path, changed: Collection[str]) -> None: ...

    def effective(self, cutover: Cutover, run_dir: Path) -> None: ...


class Operator:
    """Somebody at a checkout, with a history that others may share."""

    def __init__(self, folder: Path, history: History, *, commits: bool = False) -> None:
        self.place = Place(folder / "cutover.yaml", folder / "facade")
        self.place.run_dir.mkdir(parents=True, exist_ok=True)
        if not self.place.file.exists():
            self.place.file.write_text(TEXT)
        self.proxy, self.history = Proxy(), history
        outside = FileCommits() if commits else None
        self.outside = Outside(FileSystem(), lambda _: self.proxy, history, outside)

    def shares(self) -> list[float]:
        return [route.share for route in load(self.place.file)[1].routes]

    def advance(self, author: Author, name: str = "get-a", terms: Terms = Terms()) -> list[str]:  # noqa: B008
        return [*advance(self.place, self.outside, author, name, None, terms).warnings]

    def rollback(self, author: Author) -> list[str]:
        return [*rollback(self.place, self.outside, author, None).warnings]

    def log(self) -> list[tuple[str, str, float]]:
        return [(one.who, one.route, one.to_percent) for one in self.history.changes()]


@pytest.fixture
def one(tmp_path: Path) -> Operator:
    return Operator(tmp_path / "one", History(tmp_path / "state.db"))


@pytest.fixture
def other(tmp_path: Path, one: Operator) -> Operator:
    """Another operator of the same files, at another terminal."""
    return Operator(one.place.file.parent, History(tmp_path / "state.db"))


def test_the_second_of_two_gets_an_error_that_says_who_was_first(
    one: Operator, other: Operator
) -> None:
    one.proxy.meanwhile = lambda: other.advance(BOB)
    with pytest.raises(ConflictError) as caught:
        one.advance(ANN)
    assert str(caught.value) == (
        f"{one.place.file} was changed meanwhile by bob at {BOB.at}; nothing was done"
    )
    assert (one.shares(), one.log()) == ([25, 25], [("bob", "get-a", 25)])


def test_other_routes_of_the_same_file_conflict_as_well(one: Operator, other: Operator) -> None:
    one.proxy.meanwhile = lambda: other.advance(BOB, "get-b")
    with pytest.raises(ConflictError, match="by bob"):
        one.advance(ANN)
    assert one.shares() == [5, 50]


def test_an_editor_is_somebody_else_too(one: Operator) -> None:
    edited = TEXT.replace("version: 1", "version: 1  # edited")
    one.proxy.meanwhile = lambda: one.place.file.write_text(edited)
    with pytest.raises(ConflictError, match="by an editor or git; nothing was done"):
        one.advance(ANN)
    assert one.place.file.read_text() == edited


def test_a_rollback_wins_after_a_lost_race(one: Operator, other: Operator) -> None:
    one.proxy.meanwhile = lambda: other.advance(BOB)
    assert one.rollback(ANN) == []
    assert one.shares() == [0, 0]
    assert one.log() == [("bob", "get-a", 25), ("ann", "get-a", 0), ("ann", "get-b", 0)]


def test_one_after_the_other_is_no_race(one: Operator, other: Operator) -> None:
    one.advance(ANN)
    other.advance(BOB)
    assert one.shares() == [50, 25]


@pytest.fixture(params=["sqlite", "url"])
def clones(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Operator, Operator]:
    """Two machines with their own checkouts, and one history."""
    file = tmp_path / "team.db"
    url = f"sqlite:///{file}" if request.param == "url" else None
    ours, theirs = (Operator(tmp_path / name, History(file, url)) for name in ("ours", "theirs"))
    return ours, theirs


def test_two_checkouts_cannot_go_on_from_the_same_state(clones: tuple[Operator, Operator]) -> None:
    ours, theirs = clones
    theirs.advance(BOB)
    with pytest.raises(ConflictError, match="not the newest: bob went on from it at 2026"):
        ours.advance(ANN)
    assert (ours.shares(), ours.log()) == ([5, 25], [("bob", "get-a", 25)])
    shutil.copy(theirs.place.file, ours.place.file)
    ours.advance(ANN)
    assert ours.shares() == [50, 25]


def test_a_rollback_of_an_old_checkout_goes_on(clones: tuple[Operator, Operator]) -> None:
    ours, theirs = clones
    theirs.advance(BOB)
    assert (ours.rollback(ANN), ours.shares()) == ([], [0, 0])


def test_what_was_taken_back_on_purpose_can_be_used_again(
    clones: tuple[Operator, Operator],
) -> None:
    ours, theirs = clones
    theirs.advance(BOB)
    ours.advance(ANN, terms=Terms(is_forced=True))
    assert ours.shares() == [25, 25]


def test_what_came_back_to_an_earlier_state_is_the_newest(one: Operator) -> None:
    one.rollback(ANN)
    before = one.place.file.read_text()
    one.advance(ANN)
    one.rollback(ANN)
    assert one.place.file.read_text() == before
    one.advance(ANN)
    assert one.shares() == [1, 0]


def test_without_its_history_nothing_advances_and_everything_rolls_back(
    one: Operator, tmp_path: Path
) -> None:
    one.advance(ANN)
    lock = sqlite3.connect(tmp_path / "state.db")
    lock.execute("BEGIN EXCLUSIVE")
    with pytest.raises(ToolError, match=r"the history cannot be written: .*locked"):
        one.advance(ANN)
    assert one.shares() == [25, 25]
    (warning,) = one.rollback(ANN)
    lock.close()
    assert (one.shares(), "locked" in warning) == ([0, 0], True)


def test_who_hangs_with_the_lock_stops_others_but_no_rollback(
    one: Operator, other: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("migrator.adapters.filesystem._LOCK_SECONDS", 0.1)
    with FileSystem().alone(other.place.file):
        with pytest.raises(ToolError, match="somebody else is changing"):
            one.advance(ANN)
        (warning,) = one.rollback(ANN)
    assert (one.shares(), "somebody else is changing" in warning) == ([0, 0], True)


def test_an_old_database_gets_the_column_that_it_lacks(one: Operator, tmp_path: Path) -> None:
    one.advance(ANN)
    engine = create_engine(f"sqlite:///{tmp_path / 'state.db'}")
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE cutover_change DROP COLUMN evidence"))
        connection.execute(text("DROP TABLE cutover_version"))
    engine.dispose()
    assert one.log() == [("ann", "get-a", 25)]
    one.advance(BOB)
    assert one.log() == [("ann", "get-a", 25), ("bob", "get-a", 50)]


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-c", "user.name=a", "-c", "user.email=a@example.com", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout


@pytest.fixture
def committing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Operator:
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "a")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "a@example.com")
    operator = Operator(tmp_path / "git", History(tmp_path / "state.db"), commits=True)
    folder = operator.place.file.parent
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "cutover.yaml")
    git(folder, "commit", "-q", "-m", "start")
    return operator


def test_a_change_is_a_commit_of_its_own(committing: Operator) -> None:
    folder = committing.place.file.parent
    (folder / "staged.txt").write_text("mine")
    git(folder, "add", "staged.txt")
    assert committing.advance(Author("ann", "2026-11-28T12:00:00+00:00", "a quiet week")) == []
    assert git(folder, "log", "-1", "--format=%B", "--name-only").split("\n") == [
        "cutover: advance get-a 5 % -> 25 %",
        "",
        "By ann at 2026-11-28T12:00:00+00:00: a quiet week",
        "",
        "",
        "cutover.yaml",
        "",
    ]
    assert git(folder, "status", "--porcelain", "-uno") == "A  staged.txt\n"


def not_committed(folder: Path) -> None:
    with (folder / "cutover.yaml").open("a") as stream:
        stream.write("# mine\n")


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        pytest.param(not_committed, "has changes that are not committed", id="edited"),
        pytest.param(lambda at: (at / ".git/index.lock").touch(), "git is busy", id="busy"),
        pytest.param(lambda at: shutil.rmtree(at / ".git"), "is not in git", id="no repository"),
    ],
)
def test_where_git_cannot_commit_nothing_advances_and_everything_rolls_back(
    committing: Operator, spoil: Callable[[Path], object], message: str
) -> None:
    spoil(committing.place.file.parent)
    before = committing.place.file.read_text()
    with pytest.raises(GitError, match=message):
        committing.advance(ANN)
    assert committing.place.file.read_text() == before
    (warning,) = committing.rollback(ANN)
    assert (committing.shares(), message in warning) == ([0, 0], True)
