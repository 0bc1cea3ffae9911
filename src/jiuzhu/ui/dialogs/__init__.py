"""Small dialogs: plain values in, plain values out."""
