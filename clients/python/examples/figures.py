"""The latest figures of an indicator, as the register itself writes CSV: python3 figures.py wellbeing_anxiety"""

import csv
import io
import os
import sys
import urllib.parse
import urllib.request

endpoint = os.environ.get("REGISTER_URL", "http://localhost:4000/graphql")
indicator = sys.argv[1] if len(sys.argv) > 1 else "wellbeing_anxiety"

asked = urllib.parse.urlencode({"indicator": indicator, "latest": "true"})
address = urllib.parse.urljoin(endpoint, f"/data/observations.csv?{asked}")
with urllib.request.urlopen(address, timeout=60) as response:
    rows = list(csv.DictReader(io.TextIOWrapper(response, encoding="utf-8", newline="")))

councils = [row for row in rows if row["area_kind"] == "COUNCIL" and row["value"]]
mean = sum(float(row["value"]) for row in councils) / len(councils)
print(f"{len(councils)} councils, plain mean {mean:.3f} {rows[0]['unit']}")
print(f"Source: {rows[0]['source']}. {rows[0]['licence']}.")
