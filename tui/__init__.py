"""The reading room of Glossator: everything that draws, and the command line."""
