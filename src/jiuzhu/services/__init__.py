"""The verbs of the office: each takes the unit of work first, checks the right, changes, journals."""
