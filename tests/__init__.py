"""What holds the house right; tests mirror its rooms."""
