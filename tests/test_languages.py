"""Which language a message is in, as far as it can be told."""

import pytest

from bot.languages import likely_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("What is vitamin B12?", "en"),
        ("do vegans get it more", "en"),
        ("wat r symtoms of low b12", "en"),
        ("¿Qué es la vitamina B12?", "es"),
        ("quels sont les symptômes d'une carence", "fr"),
        ("quais são os sintomas da falta de B12", "pt"),
        ("apa gejala kekurangan vitamin b12", "id"),
        ("was sind die Symptome bei B12-Mangel", "de"),
        ("Каковы симптомы", "ru"),
        ("B12 缺乏的症状", "zh"),
        ("ما هي الأعراض", "ar"),
        ("کیا علامات ہیں", "ur"),
        ("लक्षण क्या हैं", "hi"),
        ("লক্ষণ কী কী", "bn"),
    ],
)
def test_languages_are_told_apart(text: str, language: str) -> None:
    assert likely_language(text) == language


@pytest.mark.parametrize("text", ["", "12 %", "déjà vu", "B12 MMA tHcy", "ελληνικά"])
def test_what_cannot_be_told_counts_as_english(text: str) -> None:
    assert likely_language(text) == "en"
