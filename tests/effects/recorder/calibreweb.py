"""Calibre-Web with a library of three books, two accounts and what they did.

Its routes were chosen before anything was scored: pages and changes of each area (accounts, books
and lists of them, search, shelves, reading, editing, administration).
"""

import os
import sqlite3
import sys
from datetime import UTC, datetime
from pathlib import Path

from call import Call

FRAMEWORK = "flask"
STATE = Path(sys.argv[3]).resolve() / "state"
os.environ |= {"CALIBRE_DBPATH": str(STATE), "SECRET_KEY": "x" * 20}
os.environ["CACHE_DIR"] = str(STATE / "cache")
sys.path.insert(0, str(Path(sys.argv[2]) / "calibreweb"))
# What this recording is started with is not for the command line that the application reads.
del sys.argv[1:]
WORD = "Secret.123"


def create():
    """Make the library and the application, as its command does, but for serving it."""
    make_library()
    import cps
    from cps import config_sql, main, ub

    settings = STATE / "app.db"
    ub.init_db(str(settings))
    key, _ = config_sql.get_encryption_key(str(STATE))
    config_sql.load_configuration(ub.session, key)
    ub.session.close()
    with sqlite3.connect(settings) as connection:
        chosen = "config_calibre_dir = ?, config_public_reg = 1, config_uploading = 1"
        connection.execute(f"update settings set {chosen}", [str(STATE / "library")])
        mail = "mail_server = 'mail.example', mail_from = 'a@example.org'"
        connection.execute(f"update settings set {mail}, config_ratelimiter = 0")
    cps.web_server.start = lambda: True
    cps.updater_thread.daemon = True  # or nothing ends
    try:
        main.main()
    except SystemExit as error:
        assert not error.code, error
    cps.app.config.update(WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=False)
    return cps.app


def make_library():
    """Make a Calibre library: three books by two authors, with all that a book may have."""
    from cps import db
    from sqlalchemy import Float, create_engine, text
    from sqlalchemy.orm import Session

    library = STATE / "library"
    library.mkdir()
    engine = create_engine(f"sqlite:///{library}/metadata.db").execution_options(
        schema_translate_map={"calibre": None}
    )
    db.Books.__table__.c.series_index.type = Float()  # as Calibre has it
    db.Base.metadata.create_all(engine)
    with engine.begin() as connection:
        connection.execute(text("insert into library_id (id, uuid) values (1, 'a-library')"))
    now = datetime(2026, 1, 2, tzinfo=UTC)
    titles = (("Middlemarch", "Eliot"), ("Emma", "Austen"), ("Persuasion", "Austen"))
    with Session(engine) as session:
        for number, (title, writer) in enumerate(titles, 1):
            found = session.query(db.Authors).filter_by(name=writer).first()
            author = found or db.Authors(writer, writer)
            folder = f"{writer}/{title} ({number})"
            book = db.Books(title, title, writer, now, now, 1.0, now, folder, None, [], [])
            book.id, book.uuid = number, f"uuid-{number}"
            book.authors.append(author)
            session.add(book)
            session.flush()
            session.add(db.Data(number, "TXT", 20, title))
            session.add(db.Comments("A novel.", number))
            session.add(db.Identifiers(f"isbn-{number}", "isbn", number))
            if number < 3:
                book.tags.append(db.Tags(f"tag {number}"))
                book.series.append(db.Series(f"series {number}", f"series {number}"))
                book.ratings.append(db.Ratings(2 * number))
                book.languages.append(db.Languages(("eng", "deu")[number - 1]))
                book.publishers.append(db.Publishers(f"house {number}", f"house {number}"))
            (library / folder).mkdir(parents=True)
            (library / folder / f"{title}.txt").write_text(f"{title}, by {writer}\n")
        session.commit()
    engine.dispose()


def fill(app):
    """Make a second account, and what both did."""
    from cps import constants, ub
    from werkzeug.security import generate_password_hash

    session = ub.session
    admin = session.query(ub.User).filter_by(name="admin").one()
    admin.password = generate_password_hash(WORD)
    ann = ub.User()
    ann.name, ann.email, ann.password = "ann", "ann@example.org", generate_password_hash(WORD)
    ann.role = constants.ROLE_DOWNLOAD | constants.ROLE_VIEWER | constants.ROLE_PASSWD
    ann.sidebar_view, ann.default_language, ann.locale = admin.sidebar_view, "all", "en"
    # Cat is shown books in one language, and none with some tags.
    cat = ub.User()
    cat.name, cat.email, cat.password = "cat", "cat@example.org", ann.password
    cat.role, cat.sidebar_view, cat.locale = admin.role & ~constants.ROLE_ADMIN, 0, "en"
    cat.default_language, cat.denied_tags, cat.allowed_tags = "eng", "tag 2", "tag 1"
    cat.kobo_only_shelves_sync = 1
    session.add_all([ann, cat])
    session.commit()
    first = admin.id
    for user in (first, ann.id, cat.id):
        shelf = ub.Shelf(name=f"of {user}", is_public=int(user == first), user_id=user)
        session.add(shelf)
        session.commit()
        shelf.books.append(ub.BookShelf(book_id=1, order=1))
        shelf.books.append(ub.BookShelf(book_id=2, order=2))
        session.add(ub.ReadBook(user_id=user, book_id=1, read_status=1))
        session.add(ub.ArchivedBook(user_id=user, book_id=3, is_archived=True))
        session.add(ub.Downloads(user_id=user, book_id=1))
        session.add(ub.Bookmark(user_id=user, book_id=1, format="TXT", bookmark_key="7"))
    session.commit()


def declared():
    """Map each table to the module that declares it."""
    from cps import db, ub

    tables = (*db.Base.metadata.tables.values(), *ub.Base.metadata.tables.values())
    return {table.name: "cps.ub" for table in tables} | {"settings": "cps.config_sql"}


def close(app):
    """Let go of the database files."""
    from cps import ub

    ub.session.close()
    ub.session.get_bind().dispose()


def forget(app):
    """Open the library anew: its connection has the file that was there before."""
    from cps import calibre_db, config

    config.load()
    config.db_configured = True  # until somebody asks for it
    calibre_db.update_config(config, config.config_calibre_dir, str(STATE / "app.db"))


def prepare(client, given):
    """Add nothing."""


def logged_in(name):
    """Log in as ``name``, through the page."""

    def log_in(client):
        answer = client.post("/login", data={"username": name, "password": WORD})
        assert answer.status_code == 302, answer.data

    return log_in


def lose(app):
    """Take the library away: who asks for books changes the settings."""
    fill(app)
    (STATE / "library" / "metadata.db").unlink()


DATABASES = {"filled": fill, "lost": lose}
LOG_INS = {name: logged_in(name) for name in ("admin", "ann", "cat")}
BOTH = ("admin", "ann", "cat")
ALL = ("", *BOTH)
SCRIPT = {"X-Requested-With": "XMLHttpRequest"}
NEW = {
    "name": "ben",
    "email": "ben@example.org",
    "password": WORD,
    "kindle_mail": "",
    "default_language": "all",
    "locale": "en",
}
EDITED = {
    "title": "New",
    "authors": "Eliot & Austen",
    "tags": "tag 1, other",
    "series": "third",
    "series_index": "2",
    "rating": "4",
    "languages": "English",
    "publisher": "house 9",
    "comments": "<p>c</p>",
    "identifier-type-isbn": "isbn",
    "identifier-val-isbn": "9",
    "pubdate": "2020-01-01",
}


def each(method, path, users=BOTH, **given):
    """Make the request as each of some users."""
    return tuple(Call(method, path, user, **given) for user in users)


PLAIN = (
    # Accounts.
    *each("GET", "/login", ALL),
    *each("POST", "/login", form={"username": "ann", "password": WORD}, users=("", "ann")),
    Call("POST", "/login", form={"username": "ann", "password": WORD, "remember_me": "on"}),
    Call("POST", "/login", form={"username": "ann", "password": "wrong"}),
    Call("POST", "/login", form={"username": "ann", "password": "", "forgot": "forgot"}),
    Call("POST", "/login", form={"username": "nobody", "password": "wrong"}),
    *each("GET", "/logout", ALL),
    *each("POST", "/register", ("", "ann"), form={"name": "ben", "email": "ben@example.org"}),
    Call("POST", "/register", form={"name": "ann", "email": "ann@example.org"}),
    Call("POST", "/register", form={"name": "", "email": ""}),
    *each("GET", "/me", ALL),
    *each(
        "POST",
        "/me",
        form={
            "name": "ann",
            "email": "ann2@example.org",
            "password": "",
            "default_language": "all",
            "locale": "de",
        },
    ),
    Call("POST", "/me", "ann", form={"email": "x", "password": "short"}),
    # Books and lists of them.
    *each("GET", "/", ALL),
    *each("GET", "/book/1", ALL),
    *each("GET", "/book/2"),
    *each("GET", "/book/3"),
    Call("GET", "/book/99", "ann"),
    *each("GET", "/author", ALL),
    *each("GET", "/series", ALL),
    *each("GET", "/category", ALL),
    *each("GET", "/ratings"),
    *(
        call
        for kind in (
            "author",
            "series",
            "category",
            "publisher",
            "ratings",
            "language",
            "read",
            "unread",
            "hot",
            "archived",
            "discover",
            "download",
            "rated",
        )
        for call in each("GET", f"/{kind}/{'stored' if kind not in ('language',) else 'eng'}")
        if kind in ("read", "unread", "hot", "archived", "discover", "download", "rated")
    ),
    *each("GET", "/author/stored/1"),
    *each("GET", "/author/stored/99"),
    *each("GET", "/series/stored/1"),
    *each("GET", "/category/stored/1"),
    *each("GET", "/search?query=emma", ALL),
    *each("GET", "/search?query=nothing"),
    *each(
        "POST",
        "/advsearch",
        form={
            "title": "e",
            "authors": "Austen",
            "include_tag": "1",
            "read_status": "True",
            "include_shelf": "1",
            "include_serie": "1",
            "include_language": "1",
            "publisher": "house",
        },
    ),
    *each(
        "POST",
        "/advsearch",
        form={"exclude_tag": "1", "exclude_shelf": "1", "ratinghigh": "5", "comments": "novel"},
    ),
    *each("GET", "/ajax/listbooks?limit=10&sort=authors&order=asc", ALL),
    *each("GET", "/ajax/listbooks?limit=10&search=emma&sort=state&order=asc"),
    *each("GET", "/get_tags_json?q=t"),
    *each("GET", "/stats"),
    # Shelves.
    *each("GET", "/shelf/create"),
    *each("POST", "/shelf/create", form={"title": "new", "is_public": "on"}),
    *each("POST", "/shelf/create", form={"title": "of 1"}),
    *each("GET", "/shelf/1", ALL),
    *each("GET", "/shelf/2", ALL),
    *each("GET", "/shelf/99"),
    *each("POST", "/shelf/add/1/3", headers=SCRIPT),
    *each("POST", "/shelf/add/2/3"),
    *each("POST", "/shelf/add/1/1"),
    *each("POST", "/shelf/add/1/99"),
    *each("POST", "/shelf/remove/1/1", headers=SCRIPT),
    *each("POST", "/shelf/remove/2/2"),
    *each("POST", "/shelf/remove/1/3"),
    *each("POST", "/shelf/order/1", form={"1": "2", "2": "1"}),
    *each("GET", "/shelf/order/1"),
    *each("POST", "/shelf/delete/1"),
    *each("POST", "/shelf/delete/2"),
    # Reading.
    *each("GET", "/read/1/txt"),
    *each("GET", "/download/1/txt"),
    *each("POST", "/ajax/bookmark/1/TXT", form={"bookmark": "9"}),
    *each("POST", "/ajax/bookmark/1/TXT", form={"bookmark": ""}),
    *each("POST", "/ajax/toggleread/1"),
    *each("POST", "/ajax/toggleread/2"),
    *each("POST", "/ajax/togglearchived/1"),
    *each("POST", "/ajax/togglearchived/3"),
    # Editing and administration.
    *each("GET", "/admin/book/1", ALL),
    *each("POST", "/admin/book/1", ALL, form=EDITED),
    *each("POST", "/admin/book/3", form=EDITED),
    Call(
        "POST",
        "/admin/book/1",
        "admin",
        form={
            "title": "",
            "authors": "",
            "tags": "",
            "series": "",
            "rating": "",
            "languages": "",
            "publisher": "",
            "comments": "",
            "pubdate": "",
        },
    ),
    Call("POST", "/admin/book/99", "admin", form=EDITED),
    *each("POST", "/delete/1"),
    *each("POST", "/delete/3"),
    *each("POST", "/delete/99"),
    *each("GET", "/admin/view", ALL),
    *each("POST", "/admin/user/new", form=NEW),
    Call("POST", "/admin/user/new", "admin", form={**NEW, "name": "ann"}),
    *each("GET", "/admin/user/3"),
    *each("POST", "/admin/user/3", form={**NEW, "name": "ann", "show_32": "on"}),
    *each("POST", "/admin/user/3", form={"delete": "1"}),
    *each("GET", "/ajax/listusers"),
)

FIRST = {(call.method, call.path): call for call in reversed(PLAIN)}.values()
LOST = tuple(call._replace(user="admin", database="lost", may_fail=True) for call in FIRST)
CALLS = PLAIN + LOST
