"""Text that stands in a font encoding of the time before Unicode, or was decoded as the wrong charset."""

from __future__ import annotations

import re

# TCVN3 (ABC) letters read as Latin-1: signs that no language has inside a word ("nh©n d©n", "®¶ng").
_TCVN3 = re.compile(r"[^\W\d_][©®¬¨ª«¸µ¶·¹¾»¼½Æ\u00ad°±²³´][^\W\d_]|\b®[^\W\d_©¸µ¶·¹]|®[¸µ¶·¹Ò]|[a-z][µ¸¶·¹](?!\w)")
# VNI letters read as Latin-1: a vowel followed by a second one that carries its marks ("nhaân daân", "Ñaûng").
_VNI = re.compile(
    "[aA][øùûõïâáàåãäêéèúüëØÙÛÕÏÂÁÀÅÃÄÊÉÈÚÜË]|[eE][øùûõïâáàåãäØÙÛÕÏÂÁÀÅÃÄ]|[oO][øùûõïâåäØÙÛÕÏÂÅÄ]|[uU][øùûõïØÙÛÕÏ]"
    r"|[ôöÔÖ][øùûõïØÙÛÕÏ]|\b[ñÑ][aeiouyôöAEIOUYÔÖ]"
)
# UTF-8 read as Latin-1 or Windows-1252 ("tuyÃªn", "Äáº£ng").
_MOJIBAKE = re.compile(
    "Ã[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œŸ]|á[º»][\u0080-\u00bf\u2018-\u203a…†‡ˆ‰Š‹ŒŽžŸ€‚ƒ„]|Ä[‘\u0091\u0090]|Æ[°¡]|Å©"
)
# Letters and signs of which each encoding has many and other text hardly any: asked first, 20 times as fast.
_TCVN3_SIGNS = re.compile("[©®¬¨ª«¸µ¶·¹\u00ad]")
_VNI_LETTERS = re.compile("[øûïäåëñöØÛÏÄÅËÑÖ]")
_MIN_MATCHES = 3
_MIN_SHARE = 0.1
"""Matches a word. Legacy Vietnamese has 0.4 and more; Spanish, the nearest other language, 0.02 (ñ)."""


def looks_like_legacy_encoding(text: str) -> bool:
    """Return whether *text* seems to be Vietnamese in TCVN3 (ABC) or VNI font encoding.

    To be asked of text before ``normalize``, which drops the soft hyphens that are TCVN3's ư.
    """
    pairs = ((_TCVN3_SIGNS, _TCVN3), (_VNI_LETTERS, _VNI))
    return any(_is_frequent(signs, text) and _is_frequent(pattern, text) for signs, pattern in pairs)


def looks_like_mojibake(text: str) -> bool:
    """Return whether *text* seems to be UTF-8 that was decoded as Latin-1 or Windows-1252."""
    return _is_frequent(_MOJIBAKE, text)


def _is_frequent(pattern: re.Pattern[str], text: str) -> bool:
    matches = len(pattern.findall(text))
    return matches >= _MIN_MATCHES and matches >= _MIN_SHARE * len(text.split())
