"""What goes on in the text: motions, places, trails from passage to passage, what is refreshed."""
