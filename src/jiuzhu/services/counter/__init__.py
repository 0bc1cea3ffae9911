"""At the counter: a form is taken in, duplicates are told apart, papers are asked for once, or nothing is accepted."""
