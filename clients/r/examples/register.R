# The register over plain HTTP, with R 3.6 or newer and the package jsonlite.

endpoint <- Sys.getenv("REGISTER_URL", "http://localhost:4000/graphql")

# The data of a query, as nested lists. Stops where the register answers with anything but data.
ask <- function(query, variables = list()) {
  variables <- jsonlite::toJSON(variables, auto_unbox = TRUE, null = "null")
  if (variables == "[]") variables <- "{}"
  address <- paste0(
    endpoint, "?query=", URLencode(query, reserved = TRUE), "&variables=", URLencode(variables, reserved = TRUE)
  )
  # The second header tells the register that no web page had a browser send this.
  connection <- url(address, headers = c(Accept = "application/json", `Apollo-Require-Preflight` = "true"))
  on.exit(close(connection))
  answer <- jsonlite::fromJSON(paste(readLines(connection, warn = FALSE, encoding = "UTF-8"), collapse = "\n"),
    simplifyVector = FALSE
  )
  if (!is.null(answer$errors)) stop(answer$errors[[1]]$extensions$code, ": ", answer$errors[[1]]$message)
  answer$data
}

# The items of a list of any length. The query must have the variables $after and $asOf.
# All pages show the register as it was last published when the first was asked for, so no item is missing and none
# comes twice, whatever is published meanwhile.
pages <- function(query, connection, variables = list()) {
  variables$asOf <- ask("{ register { publishedAt } }")$register$publishedAt
  items <- list()
  repeat {
    page <- connection(ask(query, variables))
    items <- c(items, page$nodes)
    if (!page$pageInfo$hasNextPage) return(items)
    variables$after <- page$pageInfo$endCursor
  }
}

# null becomes NA.
value_or_na <- function(value) if (is.null(value)) NA else value
