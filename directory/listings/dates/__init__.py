"""When an offer is on: the dates to come, a date that is off, and the days and hours of its sessions."""
