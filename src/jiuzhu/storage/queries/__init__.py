"""Every SELECT of the program, one module per subject."""
