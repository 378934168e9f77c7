"""The small words around an answer, in Finnish, Swedish and English.

One line per language. A word is also known as phones without ä, ö and å write it.
"""

import re

_PLAIN = str.maketrans("äöå", "aoa")


def plain(word: str) -> str:
    """The word as a phone without Nordic letters writes it."""
    return word.translate(_PLAIN)


def words(text: str) -> frozenset[str]:
    """The words of the text, each also without its dots and rings.

    >>> sorted(words("käy ok"))
    ['kay', 'käy', 'ok']
    """
    return frozenset(text.split()) | frozenset(plain(text).split())


THANKS = words(
    "kiitos kiitoksia kiitoksii kiitokset kiitti kiits kiitän kiitosta ystävällisesti terveisin "
    "t terv "
    "tack tackar tacksam tusen snälla mvh hälsningar vänligen "
    "thanks thank thx thanx ty cheers please pls plz regards kindly much"
)
GREETINGS = words(
    "hei heippa heips moi moikka moro morjens terve hyvää huomenta päivää iltaa jatkoa "
    "viikonloppua "
    "hej hejsan tjena goddag god morgon dag kväll helg "
    "hi hello hey dear good morning afternoon evening day"
)
FILLERS = words(
    "no noh nii niin siis ihan oikein tosi todella kyllä vaan vain sitten sit nyt hän teille "
    "teidän "
    "minä mä mää minulle mulle minun mun meille me se sen tämä tää hyvin erittäin paljon totta "
    "eli "
    "vastaus vastaan vastaukseni vastauksena laitan "
    "då nu så det den här är jag vi mig oss mitt min svar svaret svarar mycket väldigt bra helt "
    "till er dig ni du "
    "i it it's its is that this the my me you we so very well just really then now answer reply "
    "for to us of"
)
POLITE = THANKS | GREETINGS
SOFT = POLITE | FILLERS

# Words that tell when. Beside an answer they are its detail, never another answer.
TIMES = words(
    "klo kello huomenna tänään ylihuomenna aamulla aamupäivällä iltapäivällä illalla iltapvä ip "
    "ap maanantaina "
    "tiistaina keskiviikkona torstaina perjantaina lauantaina sunnuntaina ma ti ke to pe la su "
    "jälkeen ennen "
    "mennessä aikaan maissa viikolla ensi alku loppu viikosta milloin vaan heti pian "
    "mahdollisimman päivällä "
    "kl klockan imorgon morgon idag ikväll kväll eftermiddag förmiddag måndag tisdag onsdag "
    "torsdag fredag "
    "lördag söndag mån tis ons tors fre lör sön efter före vid på om veckan nästa genast snart "
    "at after before by on in am pm tomorrow today tonight morning afternoon evening monday "
    "tuesday wednesday "
    "thursday friday saturday sunday mon tue wed thu fri sat sun next week any time anytime "
    "soon asap"
)
WHEN = TIMES - words(
    "jälkeen ennen mennessä alku loppu heti pian vaan milloin mahdollisimman efter före vid på om genast snart "
    "at after before by on in am any time anytime soon asap"
)
CALLS = words(
    "soita soittakaa soittakaapa soitelkaa soittele soitathan soittakaahan soittoa soittopyyntö "
    "ring ringa ringer call phone"
)
CALLED = CALLS | words(
    "soittaa saa saisi voi voitte voisitte voisi takaisin minuun meille mulle numeroon "
    "puhelimeen minua ja "
    "tilbaka tillbaka upp gärna får kan och back me could can you"
)
DOUBTS = words(
    "ehkä kai kenties mahdollisesti luultavasti varmaan varmaankin tiedä tiiä tiedetä epävarma "
    "varma varmuutta tuskin "
    "katsotaan ehkäpä osaa "
    "kanske antagligen troligen troligtvis vet osäker säker knappast nja eventuellt tror "
    "maybe perhaps probably possibly unsure dunno depends hardly idea might think guess"
)
RESERVED = words(
    "mutta mut muttei paitsi jos mikäli kunhan ellei jollei "
    "men fast utom ifall såvida förutsatt "
    "but except if unless provided although"
)
RATHER = words(
    "paremmin mieluummin mielummin mieluiten siirtää siirrä siirto siirretään vaihtaa peru "
    "perua peruuta peruuttaa toinen "
    "toisen toinenkin muu myöhemmin aikaisemmin "
    "hellre flytta avboka annan senare tidigare istället byta "
    "rather instead move reschedule cancel another other later earlier change"
)
QUESTION_WORDS = words(
    "miksi mitä missä mistä milloin kuka paljonko montako mikä mihin kuinka miten koska kenen "
    "minne keneltä "
    "vad när var vem varför hur vilken vilket "
    "what when where why who how which whose"
)
ASKING_PAIRS = frozenset(
    {
        "kan ni",
        "kan du",
        "kan jag",
        "är det",
        "har ni",
        "kunde ni",
        "får jag",
        "skulle ni",
        "går det",
        "can you",
        "can i",
        "could you",
        "could i",
        "do you",
        "is it",
        "is this",
        "are you",
        "would you",
        "will you",
        "did you",
        "have you",
        "may i",
        "does it",
    }
)
_ASKS = re.compile(r"[^\W\d_]+[^\Wk_](?:ko|kö|kohan|köhän|kos|kös)")
_NOT_ASKING = words(
    "koko joko jako sisko teko jatko verko tarko euro alko esko asko marko mirko jarko osko teko "
    "lasko kaos meksiko riisiko kirko ulko näkö väkö monako lisko visko molokko"
)


def is_asking(word: str) -> bool:
    """Whether a Finnish word carries the question ending.

    >>> [w for w in "käykö voisitteko viikko heikko sisko onko".split() if is_asking(w)]
    ['käykö', 'voisitteko', 'onko']
    """
    return len(word) > 3 and word not in _NOT_ASKING and bool(_ASKS.fullmatch(word))
