"""A new offer: looked for first, written in five short tasks, checked, sent, and listed by a steward."""
