"""Any list of the graph as CSV, all of it at once: python3 query_as_csv.py E08000004 > oldham.csv"""

import json
import os
import shutil
import sys
import urllib.request

endpoint = os.environ.get("REGISTER_URL", "http://localhost:4000/graphql")
area = sys.argv[1] if len(sys.argv) > 1 else "E08000004"
QUERY = """
query ($area: String!) {
  observations(filter: { areas: [$area], latestOnly: true }) {
    nodes { indicator { code } period { label } value }
  }
}
"""

body = json.dumps({"query": QUERY, "variables": {"area": area}}).encode()
headers = {"Accept": "text/csv", "Content-Type": "application/json"}
with urllib.request.urlopen(urllib.request.Request(endpoint, body, headers), timeout=60) as response:
    shutil.copyfileobj(response, sys.stdout.buffer)
