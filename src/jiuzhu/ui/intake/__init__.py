"""Parts of the intake page: start, steps, radar, checklist, authorisation, the last step and the receipt."""
