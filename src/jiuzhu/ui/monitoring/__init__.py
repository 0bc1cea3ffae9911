"""Parts of the monitoring page."""
