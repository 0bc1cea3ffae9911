"""Eligibility, one module per programme: plain formulas with their clauses, and a why for every yuan."""
