"""What a person is told of sending and delivery, in the three languages, by reason id.

A table for the floors that speak; nothing in the domain reads it. Every id of `reasons`, `doubt`,
`rollup` and `reading` is here, which a test holds.
"""

from collections.abc import Mapping
from typing import NamedTuple


class Sentences(NamedTuple):
    """What a person is told."""

    fi: str
    sv: str
    en: str


SENTENCES: Mapping[str, Sentences] = {
    "operator.number_not_in_use": Sentences(
        "Numero ei ole käytössä.",
        "Numret är inte i bruk.",
        "The number is not in use.",
    ),
    "operator.number_malformed": Sentences(
        "Operaattori ei hyväksy numeroa. Tarkista se.",
        "Operatören godkänner inte numret. Kontrollera det.",
        "The operator does not accept the number. Check it.",
    ),
    "operator.phone_unreachable": Sentences(
        "Puhelimeen ei saatu yhteyttä.",
        "Telefonen gick inte att nå.",
        "The phone could not be reached.",
    ),
    "operator.phone_busy": Sentences(
        "Puhelin oli varattu.",
        "Telefonen var upptagen.",
        "The phone was busy.",
    ),
    "operator.phone_full": Sentences(
        "Puhelin ei voinut ottaa viestiä vastaan. Sen muisti voi olla täynnä.",
        "Telefonen kunde inte ta emot meddelandet. Minnet kan vara fullt.",
        "The phone could not take the message. Its memory may be full.",
    ),
    "operator.phone_barred": Sentences(
        "Liittymään ei voi nyt lähettää viestejä.",
        "Abonnemanget kan inte ta emot meddelanden just nu.",
        "The subscription cannot receive messages now.",
    ),
    "operator.no_texts": Sentences(
        "Liittymä ei ota vastaan tekstiviestejä.",
        "Abonnemanget tar inte emot textmeddelanden.",
        "The subscription does not take text messages.",
    ),
    "operator.sender_refused": Sentences(
        "Operaattori ei hyväksy lähettäjätunnusta.",
        "Operatören godkänner inte avsändar-ID:t.",
        "The operator does not accept the sender ID.",
    ),
    "operator.blocked": Sentences(
        "Operaattori on estänyt lähettämisen. Ota yhteyttä operaattoriin.",
        "Operatören har spärrat sändningen. Kontakta operatören.",
        "The operator has blocked sending. Contact the operator.",
    ),
    "operator.quota": Sentences(
        "Operaattorin kanssa sovittu viestimäärä on täynnä.",
        "Det antal meddelanden som avtalats med operatören är fullt.",
        "The number of messages agreed with the operator is used up.",
    ),
    "operator.throttled": Sentences(
        "Operaattori pyysi lähettämään hitaammin.",
        "Operatören bad oss skicka långsammare.",
        "The operator asked us to send more slowly.",
    ),
    "operator.queue_full": Sentences(
        "Operaattorin jono tähän numeroon on täynnä.",
        "Operatörens kö till det här numret är full.",
        "The operator's queue for this number is full.",
    ),
    "operator.too_long": Sentences(
        "Viesti on operaattorille liian pitkä.",
        "Meddelandet är för långt för operatören.",
        "The message is too long for the operator.",
    ),
    "operator.fault": Sentences(
        "Operaattorilla on vika.",
        "Operatören har ett fel.",
        "The operator has a fault.",
    ),
    "operator.our_fault": Sentences(
        "Operaattori ei ymmärtänyt Tekstarin viestiä. Ilmoita viasta ylläpidolle.",
        "Operatören förstod inte Tekstaris meddelande. Anmäl felet till administratören.",
        "The operator did not understand Tekstari's message. Tell the administrator.",
    ),
    "operator.our_schedule": Sentences(
        "Operaattori ei hyväksy lähetysaikaa.",
        "Operatören godkänner inte sändningstiden.",
        "The operator does not accept the sending time.",
    ),
    "operator.not_logged_in": Sentences(
        "Yhteys operaattoriin ei ollut vielä auki.",
        "Förbindelsen till operatören var inte öppen ännu.",
        "The connection to the operator was not open yet.",
    ),
    "operator.log_in_refused": Sentences(
        "Operaattori ei hyväksy käyttäjätunnusta tai salasanaa.",
        "Operatören godkänner inte användarnamnet eller lösenordet.",
        "The operator does not accept the user name or password.",
    ),
    "operator.already_connected": Sentences(
        "Operaattori sanoo, että yhteys on jo auki toisaalta.",
        "Operatören säger att förbindelsen redan är öppen någon annanstans.",
        "The operator says that the connection is already open elsewhere.",
    ),
    "operator.refused": Sentences(
        "Operaattori ei ottanut viestiä välitettäväksi.",
        "Operatören tog inte meddelandet för förmedling.",
        "The operator did not take the message for delivery.",
    ),
    "operator.not_delivered": Sentences(
        "Operaattori ei saanut viestiä perille.",
        "Operatören kunde inte leverera meddelandet.",
        "The operator could not deliver the message.",
    ),
    "operator.expired": Sentences(
        "Puhelinta ei tavoitettu ajoissa, ja operaattori lakkasi yrittämästä.",
        "Telefonen nåddes inte i tid och operatören slutade försöka.",
        "The phone was not reached in time, and the operator stopped trying.",
    ),
    "operator.deleted": Sentences(
        "Operaattori poisti viestin.",
        "Operatören raderade meddelandet.",
        "The operator deleted the message.",
    ),
    "operator.code": Sentences(
        "Operaattori ei ottanut viestiä. Syyn koodi on {code}.",
        "Operatören tog inte meddelandet. Orsakens kod är {code}.",
        "The operator did not take the message. The code of the reason is {code}.",
    ),
    "doubt.code": Sentences(
        "Vahvistuskoodia ei lähetetä toista kertaa. Pyydä uusi koodi.",
        "En bekräftelsekod skickas inte två gånger. Be om en ny kod.",
        "A confirmation code is not sent twice. Ask for a new code.",
    ),
    "doubt.once": Sentences(
        "Viesti on ehkä jo lähetetty. Markkinointia ja kyselyjä ei lähetetä toista kertaa.",
        "Meddelandet har kanske redan skickats. Reklam och enkäter skickas inte två gånger.",
        "The message may have been sent. Marketing and surveys are not sent twice.",
    ),
    "doubt.ask": Sentences(
        "Viesti on ehkä jo lähetetty. Päätä, lähetetäänkö se uudelleen.",
        "Meddelandet har kanske redan skickats. Bestäm om det ska skickas på nytt.",
        "The message may have been sent. Decide whether to send it again.",
    ),
    "doubt.resend": Sentences(
        "Viesti on ehkä jo lähetetty. Se lähetetään uudelleen ja voi tulla kahdesti.",
        "Meddelandet har kanske redan skickats. Det skickas på nytt och kan komma två gånger.",
        "The message may have been sent. It is sent again and may arrive twice.",
    ),
    "doubt.setting": Sentences(
        "Viesti on ehkä jo lähetetty. Asetuksen mukaan sitä ei lähetetä uudelleen.",
        "Meddelandet har kanske redan skickats. Enligt inställningen skickas det inte på nytt.",
        "The message may have been sent. By your setting it is not sent again.",
    ),
    "doubt.by_id": Sentences(
        "Toimitusraportti löytyi operaattorin tunnuksella.",
        "Leveransrapporten hittades med operatörens beteckning.",
        "The delivery report was found by the operator's key.",
    ),
    "doubt.by_reference": Sentences(
        "Toimitusraportti löytyi omalla tunnuksellamme.",
        "Leveransrapporten hittades med vår egen beteckning.",
        "The delivery report was found by our own key.",
    ),
    "doubt.by_only_candidate": Sentences(
        "Toimitusraportti sopii vain tähän viestiin: numero, aika ja tekstin alku täsmäävät.",
        "Leveransrapporten passar bara detta meddelande: nummer, tid och textens början stämmer.",
        "The delivery report fits only this message: number, time and beginning of the text agree.",
    ),
    "doubt.none_fits": Sentences(
        "Toimitusraportti ei sovi mihinkään viestiin.",
        "Leveransrapporten passar inget meddelande.",
        "The delivery report fits no message.",
    ),
    "doubt.several_fit": Sentences(
        "Toimitusraportti sopii useaan viestiin, joten sitä ei liitetty mihinkään.",
        "Leveransrapporten passar flera meddelanden och kopplades därför inte till något.",
        "The delivery report fits several messages, so it was given to none.",
    ),
    "parts.waiting": Sentences(
        "Odottaa lähettämistä: osa {parts}.",
        "Väntar på att skickas: del {parts}.",
        "Waiting to be sent: part {parts}.",
    ),
    "parts.in_doubt": Sentences(
        "Ehkä lähetetty: osa {parts}.",
        "Kanske skickat: del {parts}.",
        "May have been sent: part {parts}.",
    ),
    "parts.sent": Sentences(
        "Toimitusraporttia odotetaan: osa {parts}.",
        "Väntar på leveransrapport: del {parts}.",
        "Waiting for the delivery report: part {parts}.",
    ),
    "parts.no_receipt": Sentences(
        "Toimitusraporttia ei tullut: osa {parts}.",
        "Ingen leveransrapport kom: del {parts}.",
        "No delivery report came: part {parts}.",
    ),
    "parts.all_arrived": Sentences(
        "Kaikki osat ovat perillä.",
        "Alla delar har levererats.",
        "All parts were delivered.",
    ),
    "parts.some_missing": Sentences(
        "Ei mennyt perille: osa {parts}.",
        "Nådde inte fram: del {parts}.",
        "Not delivered: part {parts}.",
    ),
    "parts.none_arrived": Sentences(
        "Mikään osa ei mennyt perille.",
        "Ingen del nådde fram.",
        "No part was delivered.",
    ),
    "parts.not_sent": Sentences(
        "Mitään osaa ei lähetetty.",
        "Ingen del skickades.",
        "No part was sent.",
    ),
    "parts.before": Sentences(
        "Viestin tila oli jo ratkennut. Tieto tuli osasta {parts}.",
        "Meddelandets status var redan avgjord. Uppgiften kom om del {parts}.",
        "The state of the message was already settled. The news was about part {parts}.",
    ),
    "pattern.too_long": Sentences(
        "Kaava on liian pitkä.",
        "Mönstret är för långt.",
        "The pattern is too long.",
    ),
    "pattern.brackets": Sentences(
        "Kaavan sulkeet eivät täsmää merkin {at} kohdalla.",
        "Mönstrets parenteser stämmer inte vid tecken {at}.",
        "The brackets of the pattern do not match at character {at}.",
    ),
    "pattern.repeat": Sentences(
        "Kaavan toistoa merkin {at} kohdalla ei voi lukea.",
        "Mönstrets upprepning vid tecken {at} kan inte läsas.",
        "The repeat in the pattern at character {at} cannot be read.",
    ),
    "pattern.group": Sentences(
        "Kaavan ryhmää merkin {at} kohdalla ei voi käyttää.",
        "Mönstrets grupp vid tecken {at} kan inte användas.",
        "The group in the pattern at character {at} cannot be used.",
    ),
    "pattern.escape": Sentences(
        "Kaavan kenoviivamerkintää merkin {at} kohdalla ei tunneta.",
        "Mönstrets omvända snedstreck vid tecken {at} är okänt.",
        "The backslash in the pattern at character {at} is not known.",
    ),
    "pattern.range": Sentences(
        "Kaavan merkkiväliä merkin {at} kohdalla ei voi lukea.",
        "Mönstrets teckenintervall vid tecken {at} kan inte läsas.",
        "The range of characters in the pattern at character {at} cannot be read.",
    ),
    "pattern.ends": Sentences(
        "Kaava loppuu kesken.",
        "Mönstret slutar mitt i.",
        "The pattern ends too early.",
    ),
    "pattern.field": Sentences(
        "Kaavan kenttää {at} ei tunneta, tai sen jäljessä ei ole väliä.",
        "Mönstrets fält {at} är okänt eller har inget mellanrum efter sig.",
        "Field {at} of the pattern is not known, or nothing stands after it.",
    ),
    "pattern.no_field": Sentences(
        "Kaavassa ei ole yhtään kenttää.",
        "Mönstret har inget fält.",
        "The pattern has no field.",
    ),
}
