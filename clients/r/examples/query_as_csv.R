# Any list of the graph as CSV, all of it at once: Rscript query_as_csv.R E08000004 > oldham.csv

endpoint <- Sys.getenv("REGISTER_URL", "http://localhost:4000/graphql")
area <- c(commandArgs(trailingOnly = TRUE), "E08000004")[[1]]
query <- sprintf("{
  observations(filter: { areas: [\"%s\"], latestOnly: true }) {
    nodes { indicator { code } period { label } value }
  }
}", area)

address <- paste0(endpoint, "?query=", URLencode(query, reserved = TRUE))
connection <- url(address, headers = c(Accept = "text/csv", `Apollo-Require-Preflight` = "true"))
rows <- read.csv(connection, encoding = "UTF-8")
write.csv(rows, row.names = FALSE, na = "")
