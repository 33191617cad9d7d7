# The latest value of an indicator in each council, as CSV: Rscript latest_values.R wellbeing_anxiety > anxiety.csv
source("register.R")

query <- "
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
}"

indicator <- c(commandArgs(trailingOnly = TRUE), "wellbeing_anxiety")[[1]]
figures <- pages(query, function(data) data$observations, list(indicator = indicator))
rows <- lapply(figures, function(figure) {
  data.frame(
    code = figure$area$code,
    name = figure$area$name,
    period = figure$period$label,
    value = value_or_na(figure$value),
    lower = value_or_na(figure$lower),
    upper = value_or_na(figure$upper),
    marker = value_or_na(figure$marker),
    missing_reason = value_or_na(figure$missingReason)
  )
})
write.csv(do.call(rbind, rows), row.names = FALSE, na = "")
