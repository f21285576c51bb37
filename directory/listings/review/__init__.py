"""The steward's queue, the history of every offer, and bringing an earlier version back."""
