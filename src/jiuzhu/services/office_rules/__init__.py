"""What the office sets for itself: dated figures, readings of conflicting texts, lists, forms, columns, days off."""
