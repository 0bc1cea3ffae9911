"""One application on its way: its file, its findings, its clocks and whose turn it is."""
