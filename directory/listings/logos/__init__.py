"""The logo of an organisation: sent, shown, taken away."""
