"""People: chat, cards, wiring, the command line, settings and the pages of the sandbox."""
