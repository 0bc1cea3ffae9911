"""The encrypted database: tables, unit of work, journal, keys and every SELECT."""
