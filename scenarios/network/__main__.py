"""Writes the page of all tables: `python -m scenarios.network docs/tables.md`."""

import sys
from pathlib import Path

from scenarios.network.documentation import tables_page

Path(sys.argv[1]).write_text(tables_page(), encoding="utf-8")
