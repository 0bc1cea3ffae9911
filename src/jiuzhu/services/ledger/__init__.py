"""台账: pages, workbooks and papers of a ledger, what comes back from Excel, and old tables taken over."""
