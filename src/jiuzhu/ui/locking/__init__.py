"""Keeping the desk closed to who passes by: when it locks, what hides it, and what stays as it was."""
