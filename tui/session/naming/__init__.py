"""What goes on with names: the sidebar, the page of a name, aliases, names of one's own."""
