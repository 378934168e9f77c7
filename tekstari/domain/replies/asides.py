"""What stands in a reply without being the answer: times, dates, phone numbers, money, links."""

import re
from datetime import time

from tekstari.domain.replies.questions import Kind
from tekstari.domain.replies.vocabulary import words

HIDDEN = "§"  # stands for what was recognised as no answer

_LINK = r"https?://\S{1,400}|www\.\S{1,400}|\b[\w.+-]{1,64}@[\w-]{1,64}\.[\w.]{2,64}"
_PHONE = (
    r"(?<!\w)(?:\+|00)[0-9][0-9 ()-]{6,16}[0-9]|(?<![\w,.])0[0-9]{1,3}[ -]?[0-9]{3}[0-9 -]{2,8}[0-9](?!\w)"
)
_PLATE = r"(?<!\w)[a-zåäö]{2,3}-[0-9]{1,3}(?!\w)"
_MONTH = (
    r"(?:(?:tammi|helmi|maalis|huhti|touko|kesä|heinä|elo|syys|loka|marras|joulu)kuu\w{0,3}"
    r"|jan|feb|mars|march|apr|april|maj|may|juni|june|juli|july|aug\w{0,4}|sept?\w{0,6}|o[kc]t\w{0,5}"
    r"|nov\w{0,5}|de[cs]\w{0,6}|jan\w{2,5}|feb\w{2,6})"
)
_DATE = (
    r"(?<![\w.])[0-9]{1,2}\.[0-9]{1,2}\.(?:[0-9]{2,4})?(?!\w)|[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"|(?<!\w)[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4}|(?<!\w)[0-9]{1,2}\.? " + _MONTH + r"(?!\w)"
)
_CLOCK_RANGE = r"(?<!\w)(?:klo|kello|kl)\.? ?[0-9]{1,2}(?:[.:][0-9]{2})? ?- ?[0-9]{1,2}(?:[.:][0-9]{2})?"
_CLOCK = (
    r"(?<!\w)(?:klo|kello|klockan|kl|at|k\.?lo)\.? ?(?P<h>[01]?[0-9]|2[0-4])(?:[.:](?P<m>[0-5][0-9]))?(?![\w/])"
    r"(?: ?(?P<half>[ap])\.?m\b)?"
    r"|(?<![\w.,:])(?P<h2>[01]?[0-9]|2[0-3])(?P<sep>[:.])(?P<m2>[0-5][0-9])(?![\w%€]|[.,:][0-9])(?: ?(?P<half2>[ap])\.?m\b)?"
    r"|(?<!\w)(?P<h3>1?[0-9]) ?(?P<half3>[ap])\.?m\b"
)
_MONEY = (
    r"(?:€|\$|£) ?[0-9]+(?:[.,][0-9]{1,2})?|(?<![\w.,])[0-9]+(?: [0-9]{3}){0,3}(?:[.,][0-9]{1,2})? ?(?:€|\$|£|%|euro\w{0,6}|eur\b|e\b|kr\b|prosent\w{0,6}"
    r"|procent\w{0,3}|percent\b|pros\b)"
)
_ALWAYS = r"(?<!\w)24 ?/ ?7(?!\w)"
_NEVER_ANSWERS = re.compile("|".join([_LINK, _PHONE, _DATE, _CLOCK_RANGE, _ALWAYS]))
_SCORE_ASIDES = re.compile("|".join([_PLATE, _MONEY]))
_CLOCKS = re.compile(_CLOCK)
_BEFORE = re.compile(r"(?:ennen|före|before|ei|inte|not|until|asti|innan) *$")

# Nouns that make the number before them a count, not a score.
UNITS = words(
    "kertaa kerta kerran krt kertoja x vuotta vuoden vuosi vuosia v vuotias kk kuukautta "
    "kuukauden kuukausi vk vko "
    "viikkoa viikon viikko pv pvä päivää päivän päivä vrk h tuntia tunnin tunti min minuuttia "
    "minuutin minuutti "
    "sek sekuntia km m cm mm kg l litraa kpl kappaletta hlö henkilöä henkeä ihmistä lasta autoa "
    "kaveria muuta toista muun kuutiota kwh kw m3 m2 mk eurolla tonnia kilometriä kerros "
    "kerroksen luokan luokka "
    "gånger gång ggr år års månader månad mån veckor vecka dagar dag dygn timmar timme tim "
    "minuter minut sekunder "
    "st stycken personer barn bilar bil saker sak mil våningen "
    "times time years year yrs yr months month weeks week days day hours hour hrs hr mins "
    "minutes minute secs "
    "seconds people persons kids children cars car things thing visits visit miles pcs nd st rd "
    "th calls tries "
    "attempts"
)
MEASURES = words(
    "kwh kw m3 m2 kuutiota kuutio kuutiometriä mwh l litraa kpl kappaletta hlö henkilöä henkeä "
    "ihmistä lasta km kg st stycken "
    "personer barn people persons kids pcs"
)
# Words that make the number after them a name of something else.
LABELS = words(
    "huone huoneessa huoneen linja linjan bussi bussin osasto osaston kerros nro numerosta "
    "tilaus tilausnumero tilausnro "
    "lasku laskun viite ovi tiski kohta kohdassa sivu viikko viikolla vko vk vuonna vuodesta "
    "vuoteen klo kello kl jono "
    "jonossa sijalla kesti odotin odotimme maksoi maksaa maksoin iphone passat golf volvo bmw "
    "audi mersu a4 talo talossa asunto asunnossa mittari mittarin mittarinumero "
    "rum rummet buss linje avdelning våning order ordernummer faktura vecka väntade kostade "
    "sida mätare mätaren "
    "room bus line floor gate door invoice week page waited cost paid case ticket meter since "
    "version windows "
    "dörr kö plats platsen rivi paikka paikalla rekka laituri laiturilla hylly hyllyssä ikä "
    "ålder age"
)


def hide(text: str, kind: Kind) -> str:
    """The folded text with asides blotted out; every other character keeps its place.

    >>> hide("10, soittakaa klo 15 numeroon 040 1234567", Kind.NPS)
    '10, soittakaa §§§§§§ numeroon §§§§§§§§§§§'
    """
    if not any(char.isdigit() for char in text):
        return _NEVER_ANSWERS.sub(_blot, text) if "." in text or "@" in text else text
    # "8.50" may be a time or a mark: either way it is no whole number, so it may be hidden.
    text = _CLOCKS.sub(_blot, _NEVER_ANSWERS.sub(_blot, text))
    return text if kind is Kind.NUMBER else _SCORE_ASIDES.sub(_blot, text)


def _blot(match: re.Match[str]) -> str:
    return HIDDEN * len(match[0])


def clock_in(text: str) -> time | None:
    """The one time of day in the folded text; None when there is none, several, or when it may
    mean morning or afternoon ("klo 3"), or only a limit ("ennen klo 15").

    >>> clock_in("k klo 15"), clock_in("yes at 3pm"), clock_in("klo 9-11"), clock_in("klo 3")
    (datetime.time(15, 0), datetime.time(15, 0), None, None)
    """
    if not any(char.isdigit() for char in text) or re.search(_CLOCK_RANGE, text):
        return None
    found = list(_CLOCKS.finditer(re.sub(f"{_PHONE}|{_DATE}", _blot, text)))
    if len(found) != 1 or _BEFORE.search(text[max(0, found[0].start() - 8) : found[0].start()]):
        return None
    return _time(found[0])


def _time(match: re.Match[str]) -> time | None:
    hour = int(match["h"] or match["h2"] or match["h3"])
    half = match["half"] or match["half2"] or match["half3"]
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    elif hour < 7 or hour > 23 or half:
        return None
    return time(hour, int(match["m"] or match["m2"] or 0))
