"""SMPP 3.4 as a client: the codec, the session without I/O, and the link that keeps it up.

`wire/` knows the fields and commands, `pdu.py` turns frames into PDUs and back, `session.py` is
one bind (bytes in, events out), `client.py` is the only file that touches a socket, and `text/`
is what travels inside a message.
"""
