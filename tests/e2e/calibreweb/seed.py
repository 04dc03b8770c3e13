"""Make a Calibre library with three books, and settings of Calibre-Web that point at it."""

import os
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from cps import config_sql, db, ub  # type: ignore[import-not-found]
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

home = Path(os.environ["CALIBRE_DBPATH"])
library = home / "library"
library.mkdir()

engine = create_engine(f"sqlite:///{library}/metadata.db").execution_options(
    schema_translate_map={"calibre": None}
)
db.Base.metadata.create_all(engine)
with engine.begin() as connection:
    connection.execute(text("insert into library_id (id, uuid) values (1, 'a-library')"))
with Session(engine) as session:
    now = datetime(2026, 1, 2, tzinfo=UTC)
    for number, (title, writer) in enumerate(
        [("Middlemarch", "Eliot"), ("Emma", "Austen"), ("Persuasion", "Austen")], 1
    ):
        author = session.query(db.Authors).filter_by(name=writer).first() or db.Authors(
            writer, writer
        )
        folder = f"{writer}/{title} ({number})"
        book = db.Books(title, title, writer, now, now, "1.0", now, folder, None, [], [])
        book.id, book.uuid = number, f"uuid-{number}"
        book.authors.append(author)
        session.add(book)
        session.flush()
        session.add(db.Data(number, "TXT", 20, title))
        (library / folder).mkdir(parents=True)
        (library / folder / f"{title}.txt").write_text(f"{title}, by {writer}\n")
    session.commit()
engine.dispose()

settings = home / "app.db"
ub.init_db(str(settings))
key, _ = config_sql.get_encryption_key(str(home))
config_sql.load_configuration(ub.session, key)
ub.session.close()
with sqlite3.connect(settings) as connection:
    connection.execute(
        "update settings set config_calibre_dir = ?, config_logfile = '/dev/stderr'",
        [str(library)],
    )
