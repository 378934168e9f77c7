"""What machines are told, in words: the doors' and the API's reasons in Finnish, Swedish and English.

An id has one sentence in each language. A word in braces is filled in from the reason's values.
"""

from collections.abc import Mapping

LANGUAGES = ("fi", "sv", "en")

SENTENCES: dict[str, tuple[str, str, str]] = {
    # The key
    "key.missing": (
        "API-avain puuttuu. Lähetä se otsakkeessa Authorization: Bearer AVAIN.",
        "API-nyckeln saknas. Skicka den i huvudet Authorization: Bearer NYCKEL.",
        "The API key is missing. Send it in the header Authorization: Bearer KEY.",
    ),
    "key.unknown": (
        "API-avain on tuntematon tai poistettu käytöstä.",
        "API-nyckeln är okänd eller har återkallats.",
        "The API key is unknown or has been revoked.",
    ),
    "key.in_address": (
        "API-avain ei kuulu osoitteeseen, koska osoitteet jäävät lokeihin. Lähetä se otsakkeessa"
        " Authorization ja vaihda avain.",
        "API-nyckeln hör inte hemma i adressen, för adresser blir kvar i loggar. Skicka den i"
        " huvudet Authorization och byt nyckel.",
        "An API key does not belong in an address, because addresses stay in logs. Send it in the"
        " header Authorization, and replace the key.",
    ),
    "session.none": (
        "Et ole kirjautunut sisään.",
        "Du är inte inloggad.",
        "You are not logged in.",
    ),
    # The request as a whole
    "body.empty": (
        "Pyynnössä ei ole sisältöä.",
        "Begäran har inget innehåll.",
        "The request has no content.",
    ),
    "body.too_large": (
        "Sisältö on liian suuri: enintään {most} Mt yhdessä pyynnössä.",
        "Innehållet är för stort: högst {most} MB i en begäran.",
        "The content is too large: at most {most} MB in one request.",
    ),
    "request.too_large": (
        "Pyyntö on liian suuri.",
        "Begäran är för stor.",
        "The request is too large.",
    ),
    "body.too_many": (
        "Tapahtumia on liikaa: enintään {most} yhdessä pyynnössä. Rivit siihen asti on käsitelty.",
        "För många händelser: högst {most} i en begäran. Raderna fram till dess är behandlade.",
        "Too many events: at most {most} in one request. The lines up to that are dealt with.",
    ),
    "body.type": (
        "Sisällön tyyppiä ei tunneta. Käytä Content-Type-otsaketta: {known}.",
        "Innehållets typ är okänd. Använd huvudet Content-Type: {known}.",
        "The type of the content is not known. Use the header Content-Type: {known}.",
    ),
    "body.encoding": (
        "Sisällön on oltava pakkaamatonta UTF-8:aa.",
        "Innehållet ska vara okomprimerad UTF-8.",
        "The content must be UTF-8 and not compressed.",
    ),
    "json.broken": (
        "Tämä ei ole ehjää JSONia.",
        "Detta är inte giltig JSON.",
        "This is not well-formed JSON.",
    ),
    "json.shape": (
        "Sisällön on oltava JSON-objekti tai taulukko objekteja.",
        "Innehållet ska vara ett JSON-objekt eller en lista av objekt.",
        "The content must be a JSON object or an array of objects.",
    ),
    "text.not_utf8": (
        "Tämä ei ole UTF-8-tekstiä.",
        "Detta är inte text i UTF-8.",
        "This is not UTF-8 text.",
    ),
    "request.bad": (
        "Pyyntöä ei voi lukea.",
        "Begäran kan inte läsas.",
        "The request cannot be read.",
    ),
    "input.wrong": (
        "Pyynnön tiedoissa on virhe.",
        "Det finns fel i uppgifterna.",
        "Something in the request is wrong.",
    ),
    "method.unknown": (
        "Tätä ei voi tehdä tälle osoitteelle.",
        "Detta kan inte göras med den här adressen.",
        "This cannot be done to this address.",
    ),
    "not_found": (
        "Tällaista ei ole.",
        "Det finns inget sådant.",
        "There is no such thing.",
    ),
    "not_now": (
        "Tätä ei voi tehdä nyt.",
        "Detta kan inte göras nu.",
        "This cannot be done now.",
    ),
    "door.full": (
        "Pyyntöjä on juuri nyt liikaa. Lähetä tämä hetken päästä uudelleen: kahdesti lähetetty"
        " tapahtuma on yksi tapahtuma.",
        "Just nu kommer det för många begäranden. Skicka denna igen om en stund: en händelse som"
        " skickas två gånger är en händelse.",
        "There are too many requests just now. Send this one again in a moment: an event sent"
        " twice is one event.",
    ),
    "database.away": (
        "Tietokanta ei ole tavoitettavissa. Lähetä pyyntö hetken päästä uudelleen: kahdesti"
        " lähetetty tapahtuma on yksi tapahtuma.",
        "Databasen kan inte nås. Skicka begäran igen om en stund: en händelse som skickas två"
        " gånger är en händelse.",
        "The database cannot be reached. Send the request again in a moment: an event sent twice is"
        " one event.",
    ),
    "server.error": (
        "Tekstarissa tapahtui virhe. Se on kirjattu lokiin.",
        "Ett fel inträffade i Tekstari. Det har antecknats i loggen.",
        "Something went wrong in Tekstari. It has been written in the log.",
    ),
    # Fields
    "field.missing": (
        "Tieto puuttuu.",
        "Uppgiften saknas.",
        "This is missing.",
    ),
    "field.unknown": (
        "Tällaista kenttää ei ole. Omat tiedot kuuluvat kenttään data tai kohtaan fields.",
        "Det finns inget sådant fält. Egna uppgifter hör hemma i data eller fields.",
        "There is no such field. Data of your own belongs in data or in fields.",
    ),
    "field.name_length": (
        "Kentän nimessä on oltava 1–{longest} merkkiä.",
        "Ett fältnamn ska ha 1–{longest} tecken.",
        "The name of a field must have 1 to {longest} characters.",
    ),
    "fields.too_many": (
        "Liian monta: enintään {most}.",
        "För många: högst {most}.",
        "Too many: at most {most}.",
    ),
    "object.expected": (
        "Tässä on oltava JSON-objekti.",
        "Här ska det vara ett JSON-objekt.",
        "This must be a JSON object.",
    ),
    "list.expected": (
        "Tässä on oltava luettelo.",
        "Här ska det vara en lista.",
        "This must be a list.",
    ),
    "scalar.expected": (
        "Tässä on oltava teksti, luku tai totuusarvo, ei luettelo tai objekti.",
        "Här ska det vara en text, ett tal eller ett sanningsvärde, inte en lista eller ett objekt.",
        "This must be a text, a number or true or false, not a list or an object.",
    ),
    "text.expected": (
        "Tässä on oltava teksti lainausmerkeissä.",
        "Här ska det vara en text inom citattecken.",
        "This must be a text in quotation marks.",
    ),
    "text.empty": (
        "Teksti on tyhjä.",
        "Texten är tom.",
        "The text is empty.",
    ),
    "text.too_long": (
        "Teksti on liian pitkä: enintään {longest} merkkiä.",
        "Texten är för lång: högst {longest} tecken.",
        "The text is too long: at most {longest} characters.",
    ),
    "text.bad_character": (
        "Tekstissä on merkki, jota ei voi tallentaa.",
        "Texten har ett tecken som inte kan sparas.",
        "The text has a character that cannot be stored.",
    ),
    "number.not_finite": (
        "Luvun on oltava äärellinen.",
        "Talet ska vara ändligt.",
        "The number must be finite.",
    ),
    "number.too_large": (
        "Luku on liian suuri. Pitkät numerot ja tunnukset ovat tekstiä.",
        "Talet är för stort. Långa nummer och beteckningar är text.",
        "The number is too large. Long numbers and identifiers are texts.",
    ),
    "value.wrong": (
        "Arvo ei kelpaa.",
        "Värdet duger inte.",
        "The value will not do.",
    ),
    "cursor.unknown": (
        "Jatkokohtaa ei tunneta. Käytä edellisen vastauksen arvoa next sellaisenaan.",
        "Fortsättningspunkten är okänd. Använd värdet next ur föregående svar som det är.",
        "The cursor is not known. Use the value next of the previous answer as it is.",
    ),
    # Events
    "event.too_deep": (
        "Tiedot ovat liian monessa kerroksessa.",
        "Uppgifterna ligger i för många lager.",
        "The data is nested too deeply.",
    ),
    "event.too_large": (
        "Tapahtuma on liian suuri: enintään {largest} merkkiä.",
        "Händelsen är för stor: högst {largest} tecken.",
        "The event is too large: at most {largest} characters.",
    ),
    "event.unkeepable": (
        "Tietokanta ei ottanut tapahtumaa vastaan.",
        "Databasen tog inte emot händelsen.",
        "The database did not accept the event.",
    ),
    "type.form": (
        "Tyypissä on kirjaimia, numeroita ja pisteitä, esimerkiksi order.placed.",
        "En typ består av bokstäver, siffror och punkter, till exempel order.placed.",
        "A type is letters, digits and dots, for example order.placed.",
    ),
    "time.form": (
        "Aika annetaan muodossa 2026-11-20T09:00:00+02:00.",
        "Tiden anges i formen 2026-11-20T09:00:00+02:00.",
        "A time is given in the form 2026-11-20T09:00:00+02:00.",
    ),
    "time.zone": (
        "Ajasta puuttuu aikavyöhyke, esimerkiksi +02:00 tai Z.",
        "Tiden saknar tidszon, till exempel +02:00 eller Z.",
        "The time has no zone, for example +02:00 or Z.",
    ),
    "time.future": (
        "Aika on yli vuorokauden päässä tulevaisuudessa: tapahtuma on jo tapahtunut.",
        "Tiden är mer än ett dygn in i framtiden: en händelse har redan hänt.",
        "The time is more than a day in the future: an event has already happened.",
    ),
    "language.form": (
        "Kieli annetaan kahdella kirjaimella: fi, sv tai en.",
        "Språket anges med två bokstäver: fi, sv eller en.",
        "A language is two letters: fi, sv or en.",
    ),
    "contact.nobody": (
        "Yhteystiedosta puuttuu sekä numero (phone) että tunnus (key).",
        "Kontakten saknar både nummer (phone) och beteckning (key).",
        "The contact has neither a phone nor a key.",
    ),
    "cloudevents.version": (
        "CloudEventsin versio specversion on 1.0.",
        "Versionen av CloudEvents, specversion, ska vara 1.0.",
        "The version of CloudEvents, specversion, must be 1.0.",
    ),
    "cloudevents.binary_data": (
        "Tiedot annetaan kentässä data JSONina, ei kentässä data_base64.",
        "Uppgifterna ges i data som JSON, inte i data_base64.",
        "The data is given in data as JSON, not in data_base64.",
    ),
    "cloudevents.not_json": (
        "Tietojen tyypin on oltava application/json.",
        "Uppgifternas typ ska vara application/json.",
        "The type of the data must be application/json.",
    ),
    "cloudevents.inside_data": (
        "CloudEventsissä tämä kuuluu kentän data sisään.",
        "I CloudEvents hör detta hemma inuti data.",
        "In a CloudEvent this belongs inside data.",
    ),
    # Phones
    "phone.empty": (
        "Puhelinnumero puuttuu.",
        "Telefonnumret saknas.",
        "The phone number is missing.",
    ),
    "phone.too_short": (
        "Puhelinnumero on liian lyhyt.",
        "Telefonnumret är för kort.",
        "The phone number is too short.",
    ),
    "phone.too_long": (
        "Puhelinnumero on liian pitkä.",
        "Telefonnumret är för långt.",
        "The phone number is too long.",
    ),
    "phone.not_a_number": (
        "Tämä ei ole puhelinnumero.",
        "Detta är inte ett telefonnummer.",
        "This is not a phone number.",
    ),
    "phone.country_unknown": (
        "Puhelinnumeron maatunnusta ei tunneta.",
        "Telefonnumrets landskod är okänd.",
        "The country code of the phone number is not known.",
    ),
    "sender.unknown": (
        "Tällaista lähettäjätunnusta ei ole.",
        "Det finns inget sådant avsändar-ID.",
        "There is no such sender ID.",
    ),
    # The example's clock
    "clock.back": (
        "Esimerkin kelloa voi siirtää vain eteenpäin.",
        "Exemplets klocka kan bara flyttas framåt.",
        "The clock of the example only moves forward.",
    ),
    "clock.choose": (
        "Anna joko advance tai to, ei molempia.",
        "Ange antingen advance eller to, inte båda.",
        "Give either advance or to, not both.",
    ),
    "clock.span": (
        "Aika annetaan muodossa PT2H (kaksi tuntia) tai P1D (vuorokausi).",
        "Tiden anges i formen PT2H (två timmar) eller P1D (ett dygn).",
        "A span is given in the form PT2H (two hours) or P1D (one day).",
    ),
    "clock.far": (
        "Kelloa voi siirtää enintään kymmenen vuotta kerralla.",
        "Klockan kan flyttas högst tio år åt gången.",
        "The clock can be moved at most ten years at a time.",
    ),
    "clock.moving": (
        "Kellon siirto on kesken ja jatkuu. Kysy kelloa hetken päästä uudelleen.",
        "Klockan flyttas och det fortsätter. Fråga efter klockan igen om en stund.",
        "The clock is still moving and goes on. Ask for the clock again in a moment.",
    ),
}


def sentence(id: str, language: str, values: Mapping[str, str] | None = None) -> str:
    """The reason in words.

    >>> sentence("text.too_long", "sv", {"longest": "200"})
    'Texten är för lång: högst 200 tecken.'
    """
    said = SENTENCES.get(id, SENTENCES["not_now"])[LANGUAGES.index(language)]
    for name, value in (values or {}).items():
        said = said.replace("{" + name + "}", value)
    return said


def asked_language(chosen: str, accepted: str) -> str:
    """`?lang=` when it is ours, else the first of ours in Accept-Language, else English.

    >>> asked_language("", "de-DE, sv-FI;q=0.8, fi;q=0.9"), asked_language("en", "fi")
    ('fi', 'en')
    """
    if chosen in LANGUAGES:
        return chosen
    wanted = [_wish(wish) for wish in accepted[:500].replace(" ", "").split(",")]
    ours = [(weight, language) for weight, language in wanted if language in LANGUAGES and weight]
    return max(ours, key=lambda wish: wish[0])[1] if ours else "en"


def _wish(wish: str) -> tuple[float, str]:
    tag, _, weight = wish.partition(";q=")
    try:
        return float(weight or 1), tag[:2].lower()
    except ValueError:
        return 0.0, ""


def problem(
    status: int, code: str, language: str, values: Mapping[str, str] | None = None
) -> dict[str, object]:
    """An error as RFC 9457 tells it; `code` is the reason's id, the same in every language."""
    return {
        "type": f"urn:tekstari:{code}",
        "title": sentence(code, language, values),
        "status": status,
        "code": code,
    }
