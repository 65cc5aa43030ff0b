"""What the reader decided about names: which are one, which are not, what they are called and what kind they are."""
