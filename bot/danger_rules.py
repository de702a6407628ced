"""The rules that recognise danger, in every language: `bot/rules/urgent*.toml`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from bot.disguise import readings
from bot.english import without_english
from bot.rules import Rule, first_match, load_rules
from index import Speller

LANGUAGES = ("en", "ar", "bn", "es", "fr", "hi", "id", "pt", "ru", "ur", "zh")


@dataclass(frozen=True, slots=True)
class Danger:
    """Somebody may need help now: `kind` of it, and what noticed it.

    `source` is "rule" or "classifier", `language` the one to answer in.
    """

    kind: str
    language: str
    source: str


class DangerRules:
    """The rules of some languages; RulesError if a file is missing or broken.

    English is loaded at once, the others when first needed (see `load_languages`).
    `mend` corrects the spelling of a text; by default towards the words of the English
    rules' own examples.
    """

    def __init__(
        self,
        mend: Callable[[str], str] | None = None,
        languages: Sequence[str] = LANGUAGES,
    ) -> None:
        self._languages = languages
        examples = (text for rule in load_danger_rules("en") for text in rule.fires)
        self._mend = mend or Speller(examples).mend

    def __call__(self, text: str) -> Danger | None:
        """The first danger that a reading of the text tells of, English rules first.

        Sentences in plain English are read by the English rules alone: others, written
        for words in Latin letters too, misread them.
        """
        read = readings(text, self._mend)
        others = without_english(text)
        read_by_others = read if others == text else readings(others, self._mend)
        for language in self._languages if others else ("en",):
            for each in read if language == "en" else read_by_others:
                if rule := first_match(load_danger_rules(language), each):
                    return Danger(rule.id, language, "rule")
        return None


def load_languages() -> None:
    """Load the rules of every language, so that no message waits for them."""
    for language in LANGUAGES:
        load_danger_rules(language)


@cache
def load_danger_rules(language: str) -> tuple[Rule, ...]:
    """The rules of one language, in order, loaded once."""
    return load_rules("urgent" if language == "en" else f"urgent_{language}")
