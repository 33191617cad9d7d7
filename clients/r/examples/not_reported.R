# The councils that have not reported on a recommendation: Rscript not_reported.R 12a
source("register.R")

query <- "
query ($code: String!, $after: String, $asOf: DateTimeISO) {
  recommendation(code: $code, asOf: $asOf) {
    assignments(filter: { reported: false }, orderBy: { field: DUTY_BEARER }, first: 100, after: $after) {
      nodes { dutyBearer { code name kind } }
      pageInfo { hasNextPage endCursor }
    }
  }
}"

code <- c(commandArgs(trailingOnly = TRUE), "12a")[[1]]
assignments <- pages(query, function(data) {
  if (is.null(data$recommendation)) stop("There is no recommendation ", code, ".")
  data$recommendation$assignments
}, list(code = code))
bearers <- lapply(assignments, function(assignment) assignment$dutyBearer)
councils <- Filter(function(bearer) bearer$kind == "COUNCIL", bearers)
for (council in councils) cat(council$code, council$name, "\n", sep = c(" ", "", ""))
cat(length(councils), " councils have not reported on ", code, ".\n", sep = "")
