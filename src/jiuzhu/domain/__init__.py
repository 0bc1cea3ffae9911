"""What the office knows and how it decides: plain Python, neither Qt nor SQL."""
