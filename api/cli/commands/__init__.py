"""The commands, one a file; each `add` puts its command into the application, in one language."""
