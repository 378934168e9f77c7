"""National tables of GSM 7-bit (3GPP TS 23.038, A.2 and A.3), by language id: where they differ.

Turkish, Spanish and Portuguese. The ten Indian languages are left out; an id that is not here reads
as the ordinary alphabet, which keeps the digits and what is Latin.
"""

TURKISH, SPANISH, PORTUGUESE = 1, 2, 3

LOCKING: dict[int, dict[int, str]] = {
    TURKISH: {
        0x04: "€",
        0x07: "ı",
        0x0B: "Ğ",
        0x0C: "ğ",
        0x1C: "Ş",
        0x1D: "ş",
        0x40: "İ",
        0x60: "ç",
    },
    PORTUGUESE: {
        **dict(zip((0x04, 0x06, 0x07, 0x08, 0x09), "êúíóç", strict=True)),
        **dict(zip((0x0B, 0x0C, 0x0E, 0x0F), "ÔôÁá", strict=True)),
        **dict(zip(range(0x12, 0x1B), "ªÇÀ∞^\\€Ó|", strict=True)),
        **dict(zip((0x1C, 0x1D, 0x1E, 0x1F), "ÂâÊÉ", strict=True)),
        **dict(zip((0x24, 0x40, 0x5B, 0x5C, 0x5D), "ºÍÃÕÚ", strict=True)),
        **dict(zip((0x60, 0x7B, 0x7C, 0x7D), "~ãõ`", strict=True)),
    },
}

SINGLE: dict[int, dict[int, str]] = {
    TURKISH: dict(zip((0x47, 0x49, 0x53, 0x63, 0x67, 0x69, 0x73), "ĞİŞçğış", strict=True)),
    SPANISH: dict(zip((0x09, 0x41, 0x49, 0x4F, 0x55, 0x61, 0x69, 0x6F, 0x75), "çÁÍÓÚáíóú", strict=True)),
    PORTUGUESE: {
        **dict(zip((0x05, 0x09, 0x0B, 0x0C, 0x0E, 0x0F), "êçÔôÁá", strict=True)),
        **dict(zip((0x12, 0x13, 0x15, 0x16, 0x17, 0x18, 0x19, 0x1F), "ΦΓΩΠΨΣΘÊ", strict=True)),
        **dict(zip((0x41, 0x49, 0x4F, 0x55, 0x5B, 0x5C), "ÀÍÓÚÃÕ", strict=True)),
        **dict(zip((0x61, 0x69, 0x6F, 0x75, 0x7B, 0x7C, 0x7F), "Âíóúãõâ", strict=True)),
    },
}
