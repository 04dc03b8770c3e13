"""Find the migrations from any working folder: recordings run in one of their own.

In the folder of the application, and of the service, it finds them as it is.
"""

import sys
from pathlib import Path

file = Path(sys.argv[1], "alembic.ini")
text = file.read_text()
file.write_text(text.replace("script_location = alembic", "script_location = %(here)s/alembic"))
