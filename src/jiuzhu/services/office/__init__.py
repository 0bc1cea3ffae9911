"""The office itself: opening it, who works there, its day at a glance, what goes up to a supervisor."""
