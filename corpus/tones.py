"""Tone-mark placement: *hoà* and *hòa*, *uỷ* and *ủy* are one word, written by two conventions."""

from __future__ import annotations

import re
import unicodedata

_TONED = {"a": "àáảãạ", "e": "èéẻẽẹ", "i": "ìíỉĩị", "o": "òóỏõọ", "u": "ùúủũụ", "y": "ỳýỷỹỵ"}


def _moved(source: str, target: str) -> dict[str, str]:
    """Map vowel pairs with the mark on the first vowel to the same pairs with it on the second, all cases."""
    pairs = {}
    for first, second in zip(_TONED[source], _TONED[target]):
        for upper_source in (False, True):
            for upper_target in (False, True):
                before = (first.upper() if upper_source else first) + (target.upper() if upper_target else target)
                after = (source.upper() if upper_source else source) + (second.upper() if upper_target else second)
                pairs[before] = after
    return pairs


# The three rhymes in which both placements are in use. In all others (oan, oai, uyên, uê, ia …) there is one.
_NEW_TO_OLD = {new: old for rhyme in ("oa", "oe", "uy") for old, new in _moved(*rhyme).items()}
# After q the u is no vowel: "qúy" is a slip for "quý", never the other way round. Applied last, so "quý" comes back.
_AFTER_Q = {wrong: right for vowel in "aeioy" for wrong, right in _moved("u", vowel).items()}

_NOT_LETTER = r"(?![^\W\d_])"
# One character class first: the regex engine then skips to candidates without backtracking.
_OPEN_RHYME = re.compile(f"[oOuU][{''.join(sorted({pair[1] for pair in _NEW_TO_OLD}))}]{_NOT_LETTER}")
_Q_SLIP = re.compile(f"[qQ][ùúủũụÙÚỦŨỤ][aeioyAEIOY]{_NOT_LETTER}")


def fold_tone(text: str) -> str:
    """Return *text* in NFC with the tone mark of *oa, oe, uy* on the first vowel: ``hoà`` becomes ``hòa``.

    Only open syllables change (``toàn``, ``ngoài``, ``khuỷu`` have one placement), case is kept, and the
    result has as many characters as the NFC form of *text*. ``quý`` stays, as its u belongs to the consonant.

    >>> fold_tone("Uỷ ban nhân dân tỉnh Khánh Hoà quý mến sức khoẻ")
    'Ủy ban nhân dân tỉnh Khánh Hòa quý mến sức khỏe'
    """
    text = unicodedata.normalize("NFC", text)
    folded = _OPEN_RHYME.sub(lambda match: _NEW_TO_OLD.get(match[0], match[0]), text)
    if "q" in folded or "Q" in folded:
        folded = _Q_SLIP.sub(lambda match: match[0][0] + _AFTER_Q[match[0][1:]], folded)
    return folded
