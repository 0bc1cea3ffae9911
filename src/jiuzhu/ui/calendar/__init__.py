"""The calendar of visits: where each stands, how it is painted, how it is dragged."""
