"""The few texts the product itself answers with: to STOP, START and HELP. Words: docs/words.md 3 and 4."""

from collections.abc import Mapping

ANSWERS: Mapping[str, Mapping[str, str]] = {
    "stop": {
        "fi": "{company}: Et saa enää markkinointia tai kyselyjä. Viestit tilauksistasi ja varauksistasi"
        " jatkuvat. Jos et halua niitäkään, vastaa STOP KAIKKI.",
        "sv": "{company}: Du får inte längre reklam eller enkäter. Meddelanden om beställningar och"
        " bokningar fortsätter. Svara STOP ALLT för att stoppa även dem.",
        "en": "{company}: You will get no more marketing or surveys. Texts about your orders and bookings"
        " continue. To stop those too, reply STOP ALL.",
    },
    "stop_all": {
        "fi": "{company}: Et saa enää mitään viestejä tästä numerosta. Jos muutat mielesi, vastaa ALOITA.",
        "sv": "{company}: Du får inte längre några meddelanden från detta nummer. Om du ändrar dig, svara"
        " STARTA.",
        "en": "{company}: You will get no more texts from this number. If you change your mind, reply START.",
    },
    "start": {
        "fi": "{company}: Saat taas viestejä meiltä. Voit lopettaa ne milloin tahansa: vastaa STOP.",
        "sv": "{company}: Du får igen meddelanden från oss. Du kan stoppa dem när som helst: svara STOP.",
        "en": "{company}: You will get texts from us again. You can stop them at any time: reply STOP.",
    },
    "help": {
        "fi": "{company}: Lähetämme tästä numerosta viestejä asiakkaillemme. Vastaa omin sanoin tai soita"
        " {phone}. Et halua mainoksia? Vastaa STOP.",
        "sv": "{company}: Vi skickar meddelanden till kunder från detta nummer. Svara med egna ord eller"
        " ring {phone}. Vill du inte ha reklam? Svara STOP.",
        "en": "{company}: We text our customers from this number. Reply in your own words or call {phone}."
        " To stop offers, reply STOP.",
    },
    "help_without_phone": {
        "fi": "{company}: Lähetämme tästä numerosta viestejä asiakkaillemme. Vastaa omin sanoin. Et halua"
        " mainoksia? Vastaa STOP.",
        "sv": "{company}: Vi skickar meddelanden till kunder från detta nummer. Svara med egna ord. Vill du"
        " inte ha reklam? Svara STOP.",
        "en": "{company}: We text our customers from this number. Reply in your own words. To stop offers,"
        " reply STOP.",
    },
}
