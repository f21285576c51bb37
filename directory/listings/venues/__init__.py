"""Where an offer is: a session at a new place, one more session or one less, and an address that is not public."""
