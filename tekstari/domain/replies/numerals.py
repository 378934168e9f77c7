"""Names of numbers as people write them: cardinals, spoken forms, names of digits, bent forms."""

from tekstari.domain.replies.vocabulary import plain, words

# Plain counting words. Before a noun they count it, so they are an answer only when they stand
# alone or beside praise.
_COUNTING = {
    0: "nolla nollan nollaa noll zero nil",
    1: "yksi yks one",
    2: "kaksi kaks kahden kahta två two",
    3: "kolme kolmen kolmea kolmee three",
    4: "neljä neljän neljää nelj fyra four",
    5: "viisi viis viiden viittä fem five",
    6: "kuusi kuus kuuden kuutta six",
    7: "seitsemän seittemän seitemän seitsemää seittemää seittemä seitsämän seittämän seitsemn sju seven",
    8: "kahdeksan kaheksan kaheksa kahdeksaa kaheksaa kahdeksn kahdekasn åtta eight",
    9: "yhdeksän yheksän yheksä yhdeksää yheksää yhdeksn yhdeksäm nio nine",
    10: "kymmenen kymmene kymmenne kymmennen kymenen kymmentä kymment tio ten",
    11: "yksitoista ykstoista elva eleven",
    12: "kaksitoista kakstoista tolv twelve",
    15: "viisitoista viistoista femton fifteen",
    20: "kaksikymmentä kakskyt tjugo twenty",
    50: "viisikymmentä viiskyt femtio fifty",
    100: "sata satanen hundra hundred",
    1000: "tuhat thousand",
}
# Names of the digit or the mark itself: "ysi", "nian". These never count things.
_NAMES = {
    0: ("noll", ""),
    1: ("ykkö", "etta ettan"),
    2: ("kakko", "tvåa tvåan"),
    3: ("kolmo", "trea trean"),
    4: ("nelo", "fyran"),
    5: ("viito vito", "femma femman"),
    6: ("kuuto kuto", "sexa sexan"),
    7: ("", "seiska seiskan seiskaa seiskalla seiskaks seiskaksi seiskasta sjua sjuan"),
    8: ("", "kasi kasin kasia kasii kasilla kasiks kasiksi kasista kahdeksikko åttan"),
    9: ("", "ysi ysin ysiä ysii ysillä ysiks ysiksi ysistä ysejä yhdeksikkö nia nian"),
    10: (
        "",
        "kymppi kympin kymppiä kymppii kympillä kympiks kympiksi kympit kymppejä kymp kybä kybän "
        "kympilla kymppia kymppy tia tian",
    ),
}
_BENT = "nen sen sta sella seksi sesta set"

COUNTING = {word: value for value, line in _COUNTING.items() for word in words(line)}
NAMES = {
    word: value
    for value, (stems, forms) in _NAMES.items()
    for word in words(forms) | {s + end for s in stems.split() for end in _BENT.split()}
}
NAMES.update({plain(word): value for word, value in NAMES.items()})
# Words of one language only: Swedish six, and articles that count only when nothing else is said.
SWEDISH = {"sex": 6, "tre": 3, "en": 1, "ett": 1}
ARTICLES = frozenset({"en", "ett", "one", "yksi", "yks"})

# "8 kymmenestä", "ysi kympistä": the top of the scale in the case that says "out of".
OUT_OF = {
    word: value
    for value, line in {
        5: "viidestä vitosesta viitosesta",
        10: "kymmenestä kympistä",
        100: "sadasta",
    }.items()
    for word in words(line)
}


def number_named(word: str, language: str) -> tuple[int, str] | None:
    """The number a word names and how it names it.

    >>> number_named("ysi", "fi"), number_named("sex", "sv"), number_named("sex", "en")
    ((9, 'name'), (6, 'word'), None)
    """
    if word in NAMES:
        return NAMES[word], "name"
    if word in COUNTING:
        return COUNTING[word], "word"
    if language == "sv" and word in SWEDISH:
        return SWEDISH[word], "word"
    return None
