"""One's own account: where one is signed in, the second step, a password."""
