"""The desk: which documents lie there, in which order, and what the reader decided about them."""
