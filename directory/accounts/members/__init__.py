"""The people of an organisation: who keeps its offers right, inviting and removing them; the people of this site."""
