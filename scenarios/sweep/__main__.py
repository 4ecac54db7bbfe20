"""`python -m scenarios.sweep docs/sweep.schema.json` writes the JSON Schema of sweep files anew."""

import sys
from pathlib import Path

from scenarios.sweep.json_schema import json_text

if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json_text(), encoding="utf-8")
