"""Pieces of the 核查 page."""
