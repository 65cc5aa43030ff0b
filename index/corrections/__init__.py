"""What the reader decided against the rules: who speaks, which figures are one fact; one decision a line."""
