"""Text: languages, kinds, thematic areas, criteria and facts, all in character offsets."""
