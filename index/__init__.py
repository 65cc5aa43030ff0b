"""The engine room of Glossator: files in, answers out. Knows no terminal."""

__version__ = "0.1.0"
