"""Pieces of the approving page."""
