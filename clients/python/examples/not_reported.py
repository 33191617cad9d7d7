"""The councils that have not reported on a recommendation: python3 not_reported.py 12a"""

import sys

from register import pages

QUERY = """
query ($code: String!, $after: String, $asOf: DateTimeISO) {
  recommendation(code: $code, asOf: $asOf) {
    assignments(filter: { reported: false }, orderBy: { field: DUTY_BEARER }, first: 100, after: $after) {
      nodes { dutyBearer { code name kind } }
      pageInfo { hasNextPage endCursor }
    }
  }
}
"""

code = sys.argv[1] if len(sys.argv) > 1 else "12a"


def assignments(data):
    if data["recommendation"] is None:
        sys.exit(f"There is no recommendation {code}.")
    return data["recommendation"]["assignments"]


bearers = [assignment["dutyBearer"] for assignment in pages(QUERY, assignments, code=code)]
councils = [bearer for bearer in bearers if bearer["kind"] == "COUNCIL"]
for council in councils:
    print(council["code"], council["name"])
print(f"{len(councils)} councils have not reported on {code}.")
