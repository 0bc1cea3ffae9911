"""The shared PostgreSQL server: how desks reach it, what it enforces by itself, how it is set up and proved."""
