"""Rows of a table (CSV) for a spreadsheet, as commands print them."""

from __future__ import annotations

from index.spreadsheet import csv_row

__all__ = ["csv_row"]
