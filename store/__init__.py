"""Records: what came in, what was read, what was decided, what is to be sent."""
