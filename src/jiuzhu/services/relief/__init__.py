"""Money given once: 小额快救, what is paid out, the reserve, help in disasters."""
