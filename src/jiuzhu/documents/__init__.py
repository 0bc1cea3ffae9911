"""Files that leave and arrive: workbooks and papers."""
