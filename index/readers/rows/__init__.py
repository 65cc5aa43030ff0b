"""Tables and lists of records, each row a document."""
