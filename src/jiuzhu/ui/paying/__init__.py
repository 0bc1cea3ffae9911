"""Parts of the paying page."""
