"""核查: the data check, the visits, the letters, and the table of lines worked to a conclusion."""
