"""The GSM 7-bit alphabet (3GPP TS 23.038, 6.2.1): the characters that keep a text cheap."""

ESCAPE = "\x1b"

# In the order of their codes, 0 to 127.
BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ" + ESCAPE + "ÆæßÉ"
    " !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)

# Sent as the escape and a code of the extension table: two septets.
EXTENSION = {
    "\f": 0x0A,
    "^": 0x14,
    "{": 0x28,
    "}": 0x29,
    "\\": 0x2F,
    "[": 0x3C,
    "~": 0x3D,
    "]": 0x3E,
    "|": 0x40,
    "€": 0x65,
}

SEPTETS = {char: 1 for char in BASIC if char != ESCAPE} | dict.fromkeys(EXTENSION, 2)


def is_gsm(text: str) -> bool:
    """Whether every character travels in 7 bits.

    >>> is_gsm("Hyvää päivää, Åsa! 5 €"), is_gsm("Žaneta")
    (True, False)
    """
    return SEPTETS.keys() >= set(text)
