"""Memos: what the reader writes on a document, a code or the collection as a whole."""
