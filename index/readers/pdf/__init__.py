"""PDF, and pages that are pictures."""
