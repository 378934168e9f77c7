"""The words and phrases that end, start or question our texts: the table of docs/words.md.

Phrases are patterns over one clause, its words set apart by single spaces; gaps are bounded.
"""

from tekstari.domain.replies.vocabulary import words

SURE = words(
    "stop stoppi stopp stoppp stoppa seis lopeta lopettakaa sluta unsubscribe optout opt-out "
    "stpo sotp tsop sopt stp st0p lopeeta lopetta slutta unsubcribe unsuscribe unsubscibe"
)
SURE_PAIRS = frozenset({"opt out", "s t o p", "st op", "sto p", "s top"})
EVERYTHING = frozenset(
    {
        "stop kaikki",
        "stopkaikki",
        "lopeta kaikki",
        "lopettakaa kaikki",
        "stop allt",
        "stop alla",
        "stopp allt",
        "stopp alla",
        "stopallt",
        "stopalla",
        "sluta med allt",
        "stop all",
        "stopall",
        "stop everything",
        "stop kaikki viestit",
        "stop kaikille viesteille",
    }
)
HELP = words("ohje ohjeet ohjeita neuvo neuvoa info information")
START = frozenset(
    {
        "aloita",
        "liity",
        "start",
        "starta",
        "gå med",
        "ga med",
        "unstop",
        "subscribe",
        "join",
    }
)
URGENT = words("apua hjälp help")
CANCEL = words("peru peruuta peruutan perun avboka avbokar ångra återbud cancel undo")
ENDING = words(
    "loppu riittää pois poista estä slut räcker bort avsluta spärra end quit remove enough off"
) | {"ei enää", "ei enaa", "no more", "inte mer", "det räcker", "that's enough"}
# Beside a sure word these leave it whole: "STOP nyt heti", "please stop it".
BESIDE_STOP = words(
    "kiitos kiitoksia kiitti kiits tack thanks thank you please pls plz hei moi terve hej hi "
    "hello nyt heti jo vaan vain nu genast "
    "now just already immediately it this these them that tämä tää nämä nää näitä tämmöiset "
    "tällaiset det där här detta med snälla "
    "ok okei okej terveisin mvh regards ja och and the ihan oikeesti haluan i want to jag vill "
    "vastaus svar text reply sana ni "
    "voitteko voisitteko can could du sending skicka vastaan laitan teidän viestit viestien "
    "lähetys ole hyvä ystävällisesti"
)
ANSWERS = words("k e j n y kyllä joo ei en ja nej yes no ok")  # "9 stop" too: a clear answer beside it

_MSG = (
    r"(?:\w*viest\w*|tekstar\w*|\w*mainos\w*|\w*mainoks\w*|mainont\w*|markkinoin\w*|\w*kysely\w*|muistutu\w*|kutsu\w*"
    r"|sms\w*|sms:\w+|spämm\w*|spam\w*|roskapost\w*|uutiskirje\w*|tarjouks\w*|tarjousviest\w*|tekstiv\w*"
    r"|\w*meddeland\w*|\w*reklam\w*|enkät\w*|påminnels\w*|inbjudning\w*|utskick\w*|erbjudand\w*|nyhetsbrev\w*"
    r"|messag\w*|msgs?|texts?|texting|ads|advert\w*|marketing|surveys?|reminders?|offers|promo\w*|notifications?|newsletters?)"
)
_OWN_MSG = (
    r"(?:\w*viest\w*|tekstar\w*|\w*mainos\w*|\w*mainoks\w*|mainont\w*|markkinoin\w*|sms\w*|uutiskirje\w*|\w*meddeland\w*"
    r"|\w*reklam\w*|messag\w*|texts?|marketing|ads|nyhetsbrev\w*)"
)
_G = r"(?:[^\s|]+ ){0,%d}"
_G1, _G2, _G3, _G4 = (_G % n for n in (1, 2, 3, 4))

KEEP = (
    r"\b(?:älä|älkää|älkäätte|ala|alkaa|en|emme) "
    + _G1
    + r"(?:lopeta|lopettako|poista|poistako|estä|estäkö)\b"
    r"|\b(?:sluta|stoppa) (?:absolut )?inte\b|\bta inte bort\b"
    r"|\b(?:do not|don't|dont|never|please not) (?:stop|unsubscribe|remove|opt me out|opt out)\b"
)
STOP_ALL = (
    r"\b(?:stop|lopeta|lopettakaa) kaikki "
    + _G1
    + _MSG
    + r"|\bei (?:enää )?(?:mitään|yhtään) "
    + _G1
    + r"\w*viest\w*"
    r"|\bing(?:a|et) (?:meddelanden|sms|mess)\w* alls\b|\bno (?:texts|messages|sms) at all\b|\bstop all "
    + _G1
    + _MSG
)
STOP = "|".join(
    (
        # Finnish
        r"\b(?:lopeta|lopettakaa|lopettaa|lopettaisitte|lopettaisitteko|lopetatteko|lopetattehan|lakatkaa|lopettaka) "
        + _G3
        + rf"(?:{_MSG}|lähet\w+|häiri\w+|viestit\w+|spämm\w+|tekstail\w+)",
        r"^(?:lopeta|lopettakaa|seis) " + _G1 + r"(?:tämä|tää|nämä|nää|tuo|toi|nuo)$",
        r"^(?:stop|stopp|lopeta|lopettakaa|sluta) (?:en|emme|ei|älä|älkää|jag vill inte|i don't|i do not) ",
        r"\bei (?:kiitos )?(?:enää )?(?:näitä|tällaisia|tämmöisiä) " + _G1 + _MSG,
        r"\bei enää "
        + _G3
        + _MSG
        + r"|\bei (?:kiitos )?(?:mainoksia|mainosviestejä|viestejä|tekstareita|markkinointia|mainontaa)\b",
        r"\b(?:älä|älkää|älkäätte|elä|elkää|ala|alkaa) "
        + _G2
        + r"(?:lähetä|lähettäkö|laheta|lahettako|lähettele|lähetelkö|laita|"
        r"laittako|laittakaa|viestitä|viestittele|viestitelkö) "
        + _G3
        + rf"(?:enää|enaa|mulle mitään|minulle mitään|{_MSG})",
        r"\b(?:älä|älkää|elä|ala) (?:enää|enaa|koskaan enää) "
        + _G2
        + r"(?:lähe\w+|lahe\w+|lait\w+|viesti\w+|tekst\w+)",
        r"^(?:älä|älkää) " + _G1 + r"(?:lähetä|lähettäkö|lähettele|lähetelkö)$",
        r"\b(?:älä|älkää) (?:spämmää|spämmätkö|pommita|pommittako|häiritse|häiritkö|lähestykö|viestitelkö|viestittele)",
        r"\b(?:en|emme|ei) (?:\w+ )?(?:halua|haluta|tarvitse|kaipaa|tarvi|haluu|haluais\w*|haluamme) "
        + _G4
        + rf"(?:{_MSG}|(?:kuulla|yhteydenottoja)\b)",
        r"\b(?:en|emme) (?:\w+ )?(?:halua|tarvitse|kaipaa) (?:enää )?(?:näitä|tällaisia|tämmöisiä)"
        r"(?: (?:enää|kiitos|tänne|minulle|mulle))?$",
        r"\bpoista\w{0,8}(?: \w+){0,4} (?:\w*numeroni|tietoni|yhteystietoni|\w*listalt\w*|\w*listoil\w*"
        r"|\w*rekister\w*st\w*|jakelu\w*)",
        r"\bpoista\w{0,8} (?:nyt )?(?:minut|mut|meidät|numeroni|tietoni|(?:mun|minun|meidän) "
        r"(?:\w*numero|tiedot|yhteystiedot)|(?:tämä|tää) numero)\b",
        r"\bpois "
        + _G2
        + r"\w*(?:listalt\w*|listoil\w*|jakelu\w*|rekister\w*st\w*)|\b(?:ota|ottakaa|otatteko) "
        + _G3
        + r"\w*listalta",
        r"\bmarkkinointikiel\w+|\bsuoramarkkinointikiel\w+|\bkiellän "
        + _G2
        + _MSG
        + r"|\bjättäkää (?:minut|mut) rauhaan",
        r"\b(?:peru|peruuta|peruuttakaa|perukaa|peruutan|perun|perua|peruuttaa) " + _G3 + _OWN_MSG,
        _OWN_MSG + r" (?:saa|saavat|voi|voisi|pitää|loppuu|loppukoon)(?: jo)? ?(?:loppua|lopettaa|riittää)?$",
        # Swedish
        r"\bsluta (?:med )?"
        + _G2
        + rf"(?:skick\w*|skriv\w*|mess\w*|sms\w*|text\w*|spam\w*|kontakt\w*|{_MSG})",
        r"\bskicka(?:r)? (?:mig )?(?:inte|ej|aldrig) " + _G2 + rf"(?:mer\w*|fler\w*|{_MSG}|igen)",
        r"\bskicka(?:r)? (?:mig )?(?:inga|ingen|inget)\b|^skicka inte(?: till mig)?$",
        r"\bing(?:a|et) (?:fler|flera|mer|mera) " + _G1 + _MSG + r"|\bing(?:a|en|et) " + _OWN_MSG,
        r"\b(?:vill|önskar|behöver) (?:inte|ej) (?:längre |mera |mer )?(?:ha |få |ta emot )?"
        + _G3
        + rf"(?:{_MSG})",
        r"\bvill (?:inte|ej) (?:längre |mera |mer )?(?:ha|få) (?:dessa|såna här|sådana här|de här|mer från er|mera från er)",
        r"\bta bort (?:mitt|mina|mej|mig|oss|detta nummer|det här numret)\b|\bta bort "
        + _G2
        + r"(?:från|ur) "
        + _G1
        + r"\w*list\w*",
        r"\bavregistrera\w*|\bavprenumerera\w*|\bstoppa " + _G2 + _MSG,
        r"\b(?:avsluta|avboka|avbeställ|avbryt|ångra) " + _G2 + _OWN_MSG + r"|\blämna mig i ?fred",
        # English
        r"\b(?:stop|quit|cease) "
        + _G2
        + rf"(?:texting|sending|messaging|contacting|bothering|spamming|smsing|{_MSG})",
        r"\b(?:stop|stopp) " + _G2 + _MSG + r"|" + _OWN_MSG + r" (?:stop|stopp|seis)$",
        r"\bno (?:more|further) " + _G1 + _MSG,
        r"\b(?:do not|don't|dont) (?:\w+ )?(?:text|message|sms|contact|write to|spam) (?:me|us|this number|again|anymore)",
        r"\b(?:do not|don't|dont) (?:\w+ )?send (?:me )?" + _G3 + rf"(?:{_MSG}|any ?more|again|anything)",
        r"\b(?:do not|don't|dont|no longer) (?:want|wish|need) "
        + _G4
        + rf"(?:{_MSG}|hear from you|be contacted)",
        r"\bremove (?:me|us|my|this) ?(?:number|phone|name|details|data|info|from|please|now|$)|\bdelete my (?:number|data|details|info)",
        r"\btake (?:me|us|my number|this number) (?:off|out of)|\bopt(?:ing)? (?:me |us )?out\b|\bunsubs?cribe\b|\bleave me alone",
        r"\bcancel " + _G2 + _OWN_MSG,
    )
)
WRONG_NUMBER = (
    r"\bväärä (?:\w*numero|nro|henkilö)\b|\bväärään (?:\w*numeroon|nroon)\b|\bvaara numero\b|\bnumero on väärä\b"
    r"|\bfel (?:nummer|person|mottagare)\b|\bwrong (?:number|person|phone)\b"
)
NO_CALL = (
    r"\b(?:älä|älkää|ala|elä|elkää) "
    + _G2
    + r"soit(?:a|tako|ella|elko|tele|telko)\b|\bei saa "
    + _G1
    + r"soittaa"
    r"|\bring (?:mig )?(?:inte|ej|aldrig)\b|\bsluta (?:att )?ring\w*|\b(?:do not|don't|dont|never) "
    + _G1
    + r"(?:call|phone|ring)\b"
    r"|\bstop calling\b|\bno calls\b|\blopet\w+ soitt\w+"
)
CONTRACT = (
    r"\birtisano\w+|\birtisanou\w+|\bsäg(?:er|a)(?: härmed| nu)? upp\b|\buppsägning\w*|\bcancel (?:my |the |our |this )contract"
    r"|\bterminate (?:my |the |our |this )?contract|\b(?:peru|purkaa|puran|lopetan|lopettaa)\w* (?:\w+ )?sopimu\w+|\bavsluta (?:mitt |vårt )?avtal\w*"
)
WHO = (
    r"\bkuka (?:tämä|tää|siellä|sä|sinä|te|lähettää|on|oot)\b|\bmikä (?:tämä|tää) (?:on|numero)|\bkeneltä (?:tämä|tää)"
    r"|\bmistä (?:te )?(?:sait|saitte|olet saanut|olette saaneet|saitteko) "
    + _G2
    + r"\w*(?:numero|tieto|yhteystieto)\w*"
    r"|\bvem (?:är|skickar)\b(?: \w+)? ?(?:det|det här|detta|ni|du|här)?|\bvarifrån (?:har|fick) (?:ni|du) "
    r"|\bhur (?:har|fick) (?:ni|du) (?:fått )?(?:mitt|tag)"
    r"|\bwho (?:is this|is it|are you|r u|dis)\b|\bwho's this\b|\b(?:how|where) did (?:you|u) get (?:my|this) number"
)
