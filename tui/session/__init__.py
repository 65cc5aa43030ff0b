"""What goes on while one reads, apart from how it is drawn: a controller for each kind of doing, joined by the room."""
