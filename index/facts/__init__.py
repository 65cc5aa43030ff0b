"""The account table: what several documents state of one thing, side by side; rows are facts, cells are words."""
