"""Official papers: which may be printed now, what they say, and their number."""
