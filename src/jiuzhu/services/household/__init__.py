"""A household after its decision: who lives in it, what happened to it, and what was true on a day."""
