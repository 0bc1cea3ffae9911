"""A proposal for a week of visits: who goes where when, found by the machine, decided by the coordinator."""
