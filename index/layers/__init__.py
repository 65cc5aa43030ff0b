"""Layers beside each other: what differs, how far two readers agree, and what becomes one of two versions."""
