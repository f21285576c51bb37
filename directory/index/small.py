"""Words that carry no wish of their own, and which of them ask for something all the same."""

# Words that carry no wish of their own; a search made of nothing else asks for everything.
SMALL = frozenset(
    (
        "a about activities activity adult adults after again ago all also always am an and another any anybody "
        "anymore anyone anything anywhere are area around as ask at available away back bad be because been before "
        "being best better big bit but by came can cannot cant central centre class classes client clients club "
        "clubs come comes community cos could couldnt currently d day days details did didnt do does doesnt doing "
        "done dont down each east else estate even event events ever every everybody everyone everything far feel "
        "feeling feels few find first for from full gave get gets getting give go goes going gonna good got great "
        "group groups had hard has hate have havent having he hello help helping helps her here hes hi him his how "
        "i id if ill im in info information into is isnt issue issues it its ive just keep keeps kind know last "
        "lately least let like little ll local long look looking lot lots love m made make makes many may maybe me "
        "might month months more most much must my myself near nearby need needed needs never new next nice no "
        "nobody none north not nothing now of off offer offers often ok old on once one only option options or "
        "organisation other others our out over own patient patients people person place places please pls plz "
        "problem problems programme project put quite re really recently recommend recommended right s said same "
        "say scheme see service services session sessions set setup she shes should show since so some somebody "
        "someone something sometimes somewhere soon south start station still stop stuff such suggest suggestions "
        "suitable support sure t take takes tell than thank thanks that the their them then there theres these they "
        "theyre thing things think this those though thought through time times to tomorrow too took tried try "
        "trying two up us use used user users very wanna want wanted wants was way we week weeks well went were "
        "west what whats when where which while who why will with without wont workshop workshops would x year "
        "years yes yesterday yet you your yourself b4 bc idk n pt pts r v w"
    ).split()
)
# Of these, the words that ask for something at all: small words without one of them say nothing.
ASKING = frozenset(
    (
        "activities activity any anybody anyone anything anywhere around ask available centre class classes club "
        "clubs community each event events every everybody everyone everything feel feeling find first for get give "
        "go going group groups he hello help helping helps him i info information join just know like listen local "
        "looking me my myself near nearby need needed needs new next nobody nothing offer offers options "
        "organisation people person place places please pls plz programme project recommend recommended scheme see "
        "service services session sessions she show somebody someone something somewhere start stop suggest "
        "suggestions support talk tell thank thanks thing things time times to today try trying us wanna want wants "
        "we week weeks what whats where who workshop workshops you your"
    ).split()
)
# Phrases as empty as that.
RELATIVES = (
    "mum mother mom mam dad father husband wife partner boyfriend girlfriend son daughter brother sister nan nana gran "
    "granny grandma grandmother grandad grandpa grandfather aunt auntie uncle cousin niece nephew"
).split()
EMPTY_PHRASES = ("mental health", "near me", "near here", "my area", "south london", "london") + tuple(
    f"{whose} {who}" for whose in ("my", "our", "his", "her", "their") for who in RELATIVES
)
