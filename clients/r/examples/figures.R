# The latest figures of an indicator, as the register itself writes CSV: Rscript figures.R wellbeing_anxiety

endpoint <- Sys.getenv("REGISTER_URL", "http://localhost:4000/graphql")
indicator <- c(commandArgs(trailingOnly = TRUE), "wellbeing_anxiety")[[1]]

address <- sub("/graphql$", paste0("/data/observations.csv?latest=true&indicator=", indicator), endpoint)
rows <- read.csv(address, fileEncoding = "UTF-8")

councils <- subset(rows, area_kind == "COUNCIL" & !is.na(value))
cat(sprintf("%d councils, plain mean %.3f %s\n", nrow(councils), mean(councils$value), rows$unit[[1]]))
cat(sprintf("Source: %s. %s.\n", rows$source[[1]], rows$licence[[1]]))
