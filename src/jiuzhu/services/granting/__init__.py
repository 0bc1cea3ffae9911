"""待遇 over time: adjustments, a new standard for all, past months repaired, the roster of a month and its seal."""
