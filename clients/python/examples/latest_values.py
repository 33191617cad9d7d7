"""The latest value of an indicator in each council, as CSV: python3 latest_values.py wellbeing_anxiety > anxiety.csv"""

import csv
import sys

from register import pages

QUERY = """
query ($indicator: String!, $after: String, $asOf: DateTimeISO) {
  observations(
    filter: { indicators: [$indicator], areaKinds: [COUNCIL], latestOnly: true }
    orderBy: { field: AREA }
    first: 100
    after: $after
    asOf: $asOf
  ) {
    nodes { area { code name } period { label } value lower upper marker missingReason }
    pageInfo { hasNextPage endCursor }
  }
}
"""

indicator = sys.argv[1] if len(sys.argv) > 1 else "wellbeing_anxiety"
writer = csv.writer(sys.stdout)
writer.writerow(["code", "name", "period", "value", "lower", "upper", "marker", "missing_reason"])
for figure in pages(QUERY, lambda data: data["observations"], indicator=indicator):
    writer.writerow(
        [figure["area"]["code"], figure["area"]["name"], figure["period"]["label"]]
        + [figure[name] for name in ("value", "lower", "upper", "marker", "missingReason")]
    )
