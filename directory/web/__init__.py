"""What every room uses to answer a browser."""
