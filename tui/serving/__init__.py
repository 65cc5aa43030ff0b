"""The reading room in a browser: `glossator serve`. Needs the libraries of the extra `serve`, and nothing else may."""
