"""The register over plain HTTP, with nothing but the standard library of Python 3.9 or newer."""

import json
import os
import time
import urllib.error
import urllib.parse
import urllib.request

ENDPOINT = os.environ.get("REGISTER_URL", "http://localhost:4000/graphql")
ATTEMPTS = 4
LONGEST_WAIT = 30


def ask(query, **variables):
    """The data of a query. Raises RuntimeError with what the register says is wrong."""
    asked = urllib.parse.urlencode({"query": query, "variables": json.dumps(variables)})
    # The second header tells the register that no web page had a browser send this.
    headers = {"Accept": "application/json", "Apollo-Require-Preflight": "true"}
    request = urllib.request.Request(f"{ENDPOINT}?{asked}", headers=headers)
    for attempt in range(ATTEMPTS):
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                answer = json.load(response)
            break
        except urllib.error.HTTPError as error:
            wait = error.headers.get("Retry-After", "")
            wait = int(wait) if wait.isdigit() else 2**attempt
            if error.code in (429, 503) and attempt < ATTEMPTS - 1 and wait <= LONGEST_WAIT:
                time.sleep(wait)
                continue
            try:
                answer = json.load(error)
            except ValueError:
                raise error from None
            break
    if "errors" in answer:
        code = answer["errors"][0].get("extensions", {}).get("code")
        raise RuntimeError(f"{code}: {answer['errors'][0]['message']}")
    return answer["data"]


def pages(query, connection, **variables):
    """The items of a list of any length. The query must have the variables $after and $asOf.

    All pages show the register as it was last published when the first was asked for, so no item is missing and none
    comes twice, whatever is published meanwhile.
    """
    variables.setdefault("asOf", ask("{ register { publishedAt } }")["register"]["publishedAt"])
    while True:
        page = connection(ask(query, **variables))
        yield from page["nodes"]
        if not page["pageInfo"]["hasNextPage"]:
            return
        variables["after"] = page["pageInfo"]["endCursor"]
