"""Lists of offers that a team keeps under a name, and what has to be looked at on them."""
