"""The rules that recognise danger, in every language: `bot/rules/urgent*.toml`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

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
    """The rules, loaded once; RulesError if a file is missing or broken.

    `mend` corrects the spelling of a text; by default towards the words of the English
    rules' own examples.
    """

    def __init__(
        self,
        mend: Callable[[str], str] | None = None,
        languages: Sequence[str] = LANGUAGES,
    ) -> None:
        self._rules = {each: load_danger_rules(each) for each in languages}
        examples = (text for rule in self._rules["en"] for text in rule.fires)
        self._mend = mend or Speller(examples).mend
        self("")  # Compiles every pattern now, and not while somebody waits.

    def __call__(self, text: str) -> Danger | None:
        """The first danger that a reading of the text tells of, English rules first.

        Sentences in plain English are read by the English rules alone: others, written
        for words in Latin letters too, misread them.
        """
        read = readings(text, self._mend)
        others = without_english(text)
        read_by_others = read if others == text else readings(others, self._mend)
        for language in self._rules:
            for each in read if language == "en" else read_by_others:
                if rule := first_match(self._rules[language], each):
                    return Danger(rule.id, language, "rule")
        return None


def load_danger_rules(language: str) -> tuple[Rule, ...]:
    """The rules of one language, in order."""
    return load_rules("urgent" if language == "en" else f"urgent_{language}")
