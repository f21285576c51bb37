"""What the people who keep offers right learn: how often an offer was found, by what, and what nobody offers."""
