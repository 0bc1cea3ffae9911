"""Windows: they show, ask and hand over; they never wait and never touch the database."""
