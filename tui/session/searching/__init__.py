"""What goes on with a query: results, facets, concordance, counts, saved searches."""
