"""Pausing, closing and reopening an offer, not taking new people, and taking a wrong number off."""
