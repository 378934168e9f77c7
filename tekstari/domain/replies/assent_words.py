"""Words of yes and no in Finnish, Swedish and English."""

from tekstari.domain.replies.vocabulary import CALLED, SOFT, TIMES, words

# Said first, these are a yes whatever follows in peace.
SURE_YES = words(
    "kyllä kyl kylläpä joo juu joopa jep jepp jees jess juup joop joojoo jooh juujuu tottakai "
    "totta toki tokitoki "
    "ehdottomasti mielellään mieluusti todellakin "
    "japp jajamän jadå jodå jepp absolut självklart visst javisst jajamensan givetvis gärna "
    "yes yep yeah yup yess yea ye yas sure absolutely definitely certainly gladly course"
)
# These mean yes only when nothing unknown stands beside them.
SOFT_YES = words(
    "k j y tulossa ok okei okej okay oke okk oki okke okidoki käy kelpaa sopii passaa onnistuu selvä "
    "tulen tuun pääsen olen osallistun "
    "tulemme tullaan on kunnossa ookoo mukana jatketaan jatkan jatkuu haluan haluamme halutaan "
    "voin ehdin otan "
    "vahvistan varmistan selevä pelaa toimii jes mieluusti "
    "ja jo jaa jaha ok bra kommer passar fungerar funkar klart vill fint perfekt hänger absolut "
    "går bekräftar "
    "fine perfect good works alright confirmed confirm coming there interested correct "
    "ya"
)
# A yes to a question; not enough where the yes would ask for a call.
MERELY_AGREES = words(
    "ok okei okej okay oke okk oki okke okidoki käy kelpaa sopii passaa onnistuu selvä hyvä on "
    "kunnossa ookoo selevä hienoa kiva "
    "toimii pelaa jaha jaa bra passar fungerar funkar klart fint perfekt går fine perfect great "
    "good works alright "
    "tulen tuun pääsen kommer coming there olen otan correct right totta voin ehdin jatkuu"
)
# These also only stress: "Kyllä tämä on naurettavaa".
EMPHASIS = words("kyllä kyl kylläpä toki totta todellakin visst absolut sure")
FITS = words("sopii käy passaa kelpaa onnistuu passar fungerar funkar går works fine good")
# Said after a no these tell the reason, they take nothing back.
STATES = words("olen on hyvä kiva hienoa totta bra klart fine good great correct there haluan voin jo ja")
SURE_NO = words("nej nejdå nejj nope nä näe nix nah never aldrig eipä eipäs nejtack njet")
NOT = words(
    "ei en emme eikä enkä eipä enpä et älä älkää inte ej icke inga ingen not cannot can't cant "
    "won't wont don't dont "
    "eii doesn't isn't isnt aren't couldn't nothing none without ikke e n"
)
# After these a "not" says no to the question itself: "en pääse", "ei kiitos", "kan inte".
NO_ENDS = words(
    "pääse tule käy sovi halua voi voida ehdi kiitos tarvitse tarvii tarvi onnistu kelpaa "
    "jatketa jatka kiinnosta kiinnostunut "
    "todellakaan millään missään mitenkään ikinä koskaan valitettavasti vielä nyt tällä toimi passaa "
    "mahdollista mahdollinen "
    "kunnossa haluta pysty kykene osallistu ota tartte tarviikaan pääsekään tulekaan "
    "onnistukaan kannata huvita "
    "enää kyllä sittenkään kuitenkaan ok tietenkään "
    "tack kommer kan vill passar går fungerar funkar intresserad behövs behöver ännu nu alls "
    "tyvärr ok bra "
    "thanks thank interested coming ok okay yet now today possible make this really at working "
    "fixed sorry unfortunately"
)
NEGATED_STATES = words(
    "ole oo kunnossa valmis ok hyvä mukana tulossa kiinnostunut mahdollista kiinnostusta "
    "tarvetta aikaa paikalla "
    "kommer kan vill ha i ordning klart klar bra intresserad är det fungerar går passar komma "
    "kunna hinner hinna "
    "i'm im i am is it's can do want will be able to make it come coming interested okay all "
    "good right resolved "
    "jag jatka jatkaa tilata tilausta tule tulla päästä pääse halua tarvita apua uutta aikaa "
    "vuoroa "
    "siihen mihinkään se tuo tämä asia viikolla kertaa nimessä tapauksessa sinne silloin "
    "huomenna tänään"
)
BESIDE = (
    SOFT
    | TIMES
    | CALLED
    | words(
        "paikalla ajoissa silloin sinne meitä aika asia hommat homma kaikki hommassa sopimusta "
        "sopimus voidaan tehdä "
        "tehdään vastaanotettu ilmoittaudun osallistun tulossa mukaan varmasti "
        "allt ordning ordnat med komma ta tar emot skiftet tiden hundra vi ses "
        "all everything order sounds will be do can course of see come i'll i'm am here works "
        "with fine let's do "
        "muistutuksesta viestistä tiedosta påminnelsen reminder meddelandet message hyvä hienoa kiva great right ihmeessä sovitaan ollaan otetaan paikalle molemmat kaksin perille nähdään odotan ilolla innolla perille tulee 100 samaa uusi ajan uuden edelleen pitää "
        "paikkansa"
    )
)
# Negative words that deny nothing.
HARMLESS = (
    r"\bei(?: ole| oo)?(?: mitään| mikään| minkäänlaista)? "
    r"(?:ongelma\w{0,4}|ongelmi\w{0,4}|hätää|haittaa|estettä|esteitä|väliä|kiirettä)\b"
    r"|\bno (?:problems?|problemo|worries|prob)\b|\bnot a problem\b"
    r"|\b(?:inga|inget) (?:problem|bekymmer)\b|\bingen (?:fara|brådska)\b"
    r"|\b(?:mutta|men|but) (?:kiitos|kiitti|tack|thanks|thank you)\b"
)
