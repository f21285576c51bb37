"""Which offers belong to a programme or a wave of funding, and telling people in time that a grant ends."""
