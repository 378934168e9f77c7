"""The life of an outgoing message, and the reasons not to send one."""
