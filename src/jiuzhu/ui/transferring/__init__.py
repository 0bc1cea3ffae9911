"""Parts of the transferring page."""
