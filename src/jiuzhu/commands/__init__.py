"""What `jiuzhu WORD` does, one module per word."""
