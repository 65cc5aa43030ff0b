"""How the screen looks: palettes, what a terminal can show of them, its ground, and theme files of the reader's."""
