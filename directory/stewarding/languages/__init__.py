"""What is read most and not yet there, or not yet right, in a language."""
