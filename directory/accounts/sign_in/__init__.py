"""Signing in: by a link or a code sent by e-mail, or by password; and the second step of those who need one."""
