// Stands in for the core while native/core has no sources.
