"""Questions put to a collection, and what is made of the answers: hits, facets, lines, counts."""
