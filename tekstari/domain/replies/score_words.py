"""Words around a score: what announces it, what follows it, what denies it."""

from tekstari.domain.replies.vocabulary import SOFT, words

# May stand before a score.
CUES = SOFT | words(
    "annan antaisin antasin anna antaa sanon sanoisin sanosin sanotaan laittaisin arvosana "
    "arvosanaksi arvosanani arvio "
    "arvioin arvioisin numero numeroksi numerolla luku lukuna pisteet pisteitä pisteiksi "
    "suosittelen suosittelisin "
    "suositus todennäköisyys todennäköisyydellä mielestäni mielestä varmaan ehkä noin n kai "
    "vaikka on oli olisi olis "
    "täys täysi täydet täyden vahva selkeä puhdas ehdoton ehdottomasti todellakin heikko "
    "ansaitsette meiltä multa minulta "
    "tulee tulis tulisi eikun eiku tarkoitin piti olla vaan nyt kokonaisarvosana yleisarvosana "
    "kouluarvosana kouluarvosanana "
    "vähän semmoinen sellainen joku jonkinlainen varma palvelu palvelusta fiilis joo juu okei "
    "ok ja pelkkä taitaa saatte saat "
    "lukema lukemani mittarilukema lukemaksi asiakaspalvelu perus tasan korjaan oikea "
    "todennäköisesti "
    "betyg betyget siffra siffran poäng ger gav säger sätter blir var skulle ge en ett full "
    "solklar stark svag klar ren "
    "ungefär cirka ca typ kanske runt utan men rekommenderar definitivt absolut nog ja totalt "
    "troligen mätarställning "
    "mätarställningen ställning ställningen stabil rak menade menar "
    "a an score rating rate give giving would i'd i'll say was be around about maybe perhaps "
    "solid strong weak clear full "
    "easily definitely but recommend likely likelihood overall probably easy meant mean reading "
    "number numbers strongly "
    "straight yes yeah ok think with mark gets get"
)
POINTS = words(
    "pistettä p pts pt piste pinnaa pojoa points point poäng poängs pisteen pojot pointtia pinnan pisteitä"
)
STARS = words("tähteä tähden tähtee stjärnor stjärna star stars") | {"⭐", "★", "🌟"}
# May follow a score.
AFTER = (
    SOFT
    | POINTS
    | words(
        "koko kaikille kukaan ette auto sain jouduin odotin odotus liian aivan työ homma vika bilen ingen tog fick "
        "nobody had took car no took i've "
        "plus miinus minus koska kun ja sillä mutta vaikka vaan eikä ei en ehdottomasti "
        "palvelusta palvelulle toiminnasta "
        "asiakaspalvelusta asiakaspalvelulle kaikesta teille pikkuisen on olisi olis olette "
        "olet aina suosittelen suosittelisin "
        "eli jos joka tuli meni sain mitä varmaan ehkä "
        "och för men då utan var allt alltid helt rekommenderar gärna jag ni inte är kanske "
        "absolut definitivt "
        "and because since as but was were would from all always definitely absolutely "
        "recommend not maybe i you they"
    )
)
# Beginnings of praise and blame; after a score they describe, they are not counted.
PRAISE = tuple(
    words(
        "hyv erinom loist ystäv nope mukav asial mahtav kiv suju ammat upe huip huon hida kall "
        "surk palvel toimi työ tyyt iloi kohtel luote laad selke siist sopiv kiit paras parh ihan "
        "tosi todel kaik oikei erittä posit rautai täyd täys super bra utmärkt fantas tack topp "
        "jätte kanon underb snabb trevl dålig service bäst mycket väldigt nöjd perfekt vänlig "
        "proff duktig good great excel amaz awes best fast friend very really super nice help "
        "love perf bad poor slow terrib satisf happy fine brill wonder outst profes quick the "
        "huono kamala kohtala keskin välttäv ok jees jepa loisto mainio arvoi arvosan luokan "
        "tyypp poruk äijä homma meinin meini mestar"
    )
)
NOT_PLURAL = words(
    "always was plus guys besides yes less congrats class as is has does this us express "
    "services "
    "eller super över under verkligen efter aldrig inger ger er har var där här när jämför "
    "alltför"
)
NEGATIONS = words("ei en inte not never ikke ej eikä emme enkä don't dont won't wouldn't can't aldrig")
DENIES_THROUGH = words(
    "todellakaan ikinä ihan aivan anna antaisi antais antaa voi ole oo nyt kyllä edes mikään "
    "täysi täyttä täyden täys "
    "mitään olisi riktigt ger kan ge är helt en ett full blir quite really give would be a an "
    "exactly even full say it was "
    "varsinaisesti suoraan about worth"
)
ROUGHLY = words(
    "kuin melkein lähes liki yli alle vajaa vajaan vähintään enintään korkeintaan maksimissaan "
    "nästan över under minst högst "
    "knappt almost nearly over least most than up below above max jotain väliltä väliin välissä "
    "väliä puolivälissä"
) | {"än"}  # "an" is an article
EARLIER = words(
    "ensi nästa next "
    "viimeksi aiemmin aikaisemmin ennen viime edellinen edelliseen förra senast tidigare last "
    "previously before earlier"
)
UNREAL = (
    r"\b(?:olisin|olisimme|oisin) (?:\w+ ){0,2}(?:antanut|antanu|laittanut|sanonut|voinut)|\bolisi (?:voinut )?ollut|\bolis ollu"
    r"|\bskulle (?:\w+ )?(?:ha|hatt|gett|gjort|blivit)\b|\bhade (?:\w+ )?(?:gett|varit|blivit)|\bwould(?: have|'ve)|\bcould have|\bwould of"
)
CORRECTS = (
    r"\bei vaan\b|\beikun?\b|\bei kun\b|\beikku\b|\btarkoit|\bpiti olla\b|\bkorjaan|\bkorjaus|\bmenade\b|\bmenar\b|\brättelse"
    r"|\bska(?:ll)? vara\b|\bskulle vara\b|\bmeant\b|\bi mean\b|\bcorrection\b|\bsorry\b|\boho\b|\bhups|\boops\b|\banteeksi\b|\bförlåt\b|\*"
)
FULL_MARKS = words(
    "täydetpisteet täydet täysipotti maksimipisteet maksimit fullpott fullapoäng fullpoäng "
    "fullmarks topmarks maxpoäng högstapoäng"
)
