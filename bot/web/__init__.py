"""The page on which officers read what may not enter the chat."""
