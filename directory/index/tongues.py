"""Which language a search is written in, by its letters and its commonest words; who speaks it is worth more then."""

import re
from collections.abc import Sequence

# Letters that say it at once. Where several languages share them, offers in any of these may help.
LETTERS: Sequence[tuple[str, tuple[str, ...]]] = (
    ("[ٹڈڑںےہھ]", ("ur",)),
    ("[پچژگ]", ("fa", "ur", "ku")),
    ("[\u0600-\u06ff]", ("ar",)),
    ("[\u4e00-\u9fff]", ("zh", "yue", "cmn", "zh-hans", "zh-hant")),
    ("[\u0b80-\u0bff]", ("ta",)),
    ("[\u0980-\u09ff]", ("bn",)),
    ("[\u0a80-\u0aff]", ("gu",)),
    ("[\u0a00-\u0a7f]", ("pa",)),
    ("[\u0900-\u097f]", ("hi", "ne")),
    ("[\u0d00-\u0d7f]", ("ml",)),
    ("[\u0d80-\u0dff]", ("si",)),
    ("[\u1200-\u137f]", ("ti", "am")),
    ("[іїєґ]", ("uk",)),
    ("[\u0400-\u04ff]", ("ru", "uk", "bg")),
    ("[\u0370-\u03ff]", ("el",)),
    ("[\u0590-\u05ff]", ("he",)),
    ("[đơưạảấầẩẫậắằẳẵặẹẻẽếềểễệịỉĩọỏốồổỗộớờởỡợụủũứừửữựỳỵỷỹ]", ("vi",)),
    ("[ğışİ]", ("tr",)),
    ("[ąęłśźżćń]", ("pl",)),
    ("[ățșţ]", ("ro",)),
    ("[ñ¿¡]", ("es",)),
    ("[ãõ]", ("pt",)),
    ("[ẹọṣ]", ("yo",)),
)

# Words people write first, as they stand when folded (small, without accents), which are no English words.
COMMON: dict[str, str] = {
    "es": "ayuda ayudar necesito busco quiero donde estoy tengo siento sola para mi mis hijo hija hijos el los las "
    "una del que por como puedo hablar hablo gente amigos comida trabajo casa dinero papeles marido esposo "
    "mujeres hombres ninos clases grupo gratis cerca alguien ansiedad tristeza deuda deudas vivienda abogado "
    "iglesia cocinar embarazada enfermo nadie soy soledad miedo alquiler ingles ejercicio musica",
    "pt": "ajuda ajudar preciso procuro quero onde estou tenho sinto sozinha sozinho com para meu minha meus filho "
    "filha uma que por como posso falar falo gente amigos comida trabalho emprego casa dinheiro renda marido "
    "mulheres homens criancas aulas grupo gratis perto alguem ansiedade tristeza dividas habitacao advogado "
    "igreja cozinhar gravida ninguem muito sou solidao medo aluguel aluguer ingles nao em",
    "pl": "pomoc pomocy potrzebuje szukam chce gdzie jestem mam czuje sie samotny samotna dla moj moja syn corka "
    "dzieci jak moge mowic mowie ludzie przyjaciele jedzenie praca prace pieniadze maz kobiety mezczyzni "
    "lekcje grupa darmo za blisko ktos lek smutek dlugi mieszkanie prawnik kosciol gotowanie nikt bardzo nie "
    "rachunki rachunkami rachunkow czynsz polsku angielski angielskiego porozmawiac nauka alkohol",
    "fr": "aide aider besoin cherche veux voudrais ou suis sens seul seule avec mon mes fils fille enfants une les "
    "du qui comment peux parler parle gens amis nourriture manger travail emploi maison argent mari femmes "
    "hommes groupe gratuit gratuite pres quelqu quelquun anxiete tristesse dettes logement avocat eglise "
    "cuisiner cuisine enceinte tres je le peur loyer anglais",
    "tr": "yardim ihtiyacim ariyorum istiyorum nerede kendimi hissediyorum yalniz icin benim oglum kizim cocuk "
    "cocuklar nasil konusmak konusuyorum insanlar arkadas arkadaslar yemek para kocam kadinlar erkekler kurs "
    "grup ucretsiz yakin biri birisi kaygi uzgun borc kira avukat kilise cami hamile kimse cok turkce "
    "ingilizce ve bana",
    "ro": "ajutor nevoie caut vreau unde sunt simt singur singura pentru meu mea fiul fiica vorbi vorbesc oameni "
    "prieteni mancare munca lucru casa bani femei barbati cursuri grup gratuit aproape cineva anxietate "
    "tristete datorii locuinta avocat biserica gatit nimeni foarte chirie engleza",
    "it": "aiuto bisogno cerco voglio dove sono sento con mia figlio figlia bambini una posso parlare parlo gente "
    "amici cibo lavoro casa soldi marito uomini gruppo gratis vicino qualcuno ansia tristezza debiti alloggio "
    "avvocato chiesa cucinare nessuno molto italiano affitto",
    "so": "caawimaad caawin waxaan rabaa raadinayaa xaggee ahay kali keli kaligay keligay iyo anigu wiilkayga "
    "gabadhayda carruur carruurta sidee hadal dadka saaxiib cunto shaqo guri lacag ninkayga dumarka haween "
    "ragga fasal koox bilaash dhow qof walwal murugo deyn guryo qareen masaajid waan",
    "vi": "toi giup muon mot minh voi nguoi viec phu nu luat tieng viet",
    "sq": "ndihme kerkoj ku kam vetem djali vajza femije flas njerez shoke ushqim pune shtepi para burri burra "
    "falas afer dikush shqip",
}
# Audiences that people who write in a language may well belong to.
COMMUNITIES = {
    "es": ("latin-american",), "pt": ("latin-american",), "pl": ("eastern-european",), "ro": ("eastern-european",),
    "uk": ("eastern-european",), "ru": ("eastern-european",), "bg": ("eastern-european",), "sq": ("eastern-european",),
    "tr": ("turkish-kurdish",), "ku": ("turkish-kurdish",), "vi": ("vietnamese",), "ta": ("tamil", "south-asian"),
    "ur": ("south-asian",), "bn": ("south-asian",), "hi": ("south-asian",), "gu": ("south-asian",),
    "pa": ("south-asian",), "so": ("black-african", "refugees"), "ti": ("black-african", "refugees"),
    "am": ("black-african",), "yo": ("black-african",), "ar": ("refugees",), "fa": ("refugees",),
    "yue": ("vietnamese",),
    "fr": ("black-african",),
}  # fmt: skip
WORDS_OF = {code: frozenset(words.split()) for code, words in COMMON.items()}
PATTERNS = tuple((re.compile(letters), codes) for letters, codes in LETTERS)


def tongues(text: str, words: Sequence[str], ours: Sequence[bool]) -> frozenset[str]:
    """Codes of the languages a search may be written in, none when it looks English.

    `words` are its folded words and `ours` tells which of them English offers use; those vote for English.
    """
    low = text.lower()
    said = next((codes for pattern, codes in PATTERNS if pattern.search(low)), ())
    votes = {code: sum(word in common for word in words) for code, common in WORDS_OF.items()}
    if said:
        return frozenset(said)
    most = max(votes.values())
    english = sum(known and not any(word in common for common in WORDS_OF.values())
                  for word, known in zip(words, ours, strict=True))  # fmt: skip
    return frozenset(code for code, count in votes.items() if count == most) if most > english else frozenset()
