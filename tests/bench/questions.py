"""The questions that are timed, by kind: the same for every engine, most of them with more than a page of answers."""

from urllib.parse import quote_plus

from werkzeug.datastructures import MultiDict

# (what is typed, other parameters)
Question = tuple[str, dict[str, str]]
KINDS: dict[str, list[Question]] = {
    "one word": [(word, {}) for word in (
        "cooking", "debt", "music", "grief", "football", "walking", "church", "anxiety", "benefits", "gardening",
        "women", "lonely", "choir", "housing", "art", "carers", "sleep", "yoga", "advice", "volunteering")],
    "some words": [(words, {}) for words in (
        "benefits forms help", "spanish speaking women", "walking group parks", "cooking together neighbours",
        "music for young people", "debt advice phone", "art class beginners", "support after bereavement",
        "men shed tools", "faith group lunch", "tea and company", "football for men")],
    "sentences": [(words, {}) for words in (
        "I want to meet people and cook", "my mum died and I cannot sleep", "somewhere warm to sit with a baby",
        "I am new here and speak little English", "help with letters from the council about rent",
        "I feel low and want to be outside", "who can help me stop drinking", "my son hears voices")],
    "misspelt": [(words, {}) for words in (
        "gardning", "cookng", "anxeity", "volunteerng", "bereavemnt", "footbal", "musick", "benifits", "swiming",
        "councelling")],
    "phrases": [(f'"{words}"', {}) for words in (
        "tea and company", "no need to book", "every week", "bring a friend", "open to anyone")],
    "filters": [("", asked) for asked in (
        {"category": "safety"}, {"day": "sat", "time": "morning"}, {"borough": "croydon", "audience": "women"},
        {"day": "today"}, {"cost": "free", "access": "drop-in"}, {"need": "lonely"}, {"language": "es"},
        {"accessibility": "step-free"}, {"format": "online"}, {"page": "3"})],
    "near": [("", {"near": place}) for place in (
        "SE6", "Catford", "SE13 6JZ", "Brixton", "CR0 1EA", "BR1 4", "Peckham", "SE1 7EH", "SW9", "Deptford")],
    "near, in words": [(words, {"near": place}) for words, place in (
        ("lonely", "SE6"), ("debt", "BR1 4"), ("music", "SE1 7EH"), ("cooking", "Catford"), ("walking", "SW9"),
        ("football", "SE13 6JZ"), ("church", "Peckham"), ("women", "Brixton"), ("art", "CR0 1EA"), ("sleep", "SE4"))],
}  # fmt: skip
WORDS = ("one word", "some words", "sentences", "near, in words")  # kinds a text engine can answer by itself


def args(question: Question) -> MultiDict[str, str]:
    """A question as the parameters of an address."""
    words, asked = question
    return MultiDict({"q": words, **asked})


def path(question: Question) -> str:
    """A question as the address of its page of results."""
    return "/search?" + "&".join(f"{name}={quote_plus(value)}" for name, value in args(question).items() if value)


def every() -> list[Question]:
    """All questions, the kinds mixed, in the same order in every run."""
    longest = max(map(len, KINDS.values()))
    return [questions[at] for at in range(longest) for questions in KINDS.values() if at < len(questions)]
