"""Nothing but what the application makes when it starts: tables, a group and a user."""

from mealie.db import init_db

init_db.main()
