"""The calendar of visits: what is booked, moved and cancelled, and what stands in the way."""
