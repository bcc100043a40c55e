"""Whether a selector of a portal or family file can be compiled; how it is applied is ``pipelines``' affair."""

from __future__ import annotations

import functools
import re

import cssselect
from lxml import etree

ATTR = re.compile(r"::attr\([A-Za-z_][\w:.-]*\)\s*$")
CALL = re.compile(r"""("[^"]*"|'[^']*')|([\w:-]+)\s*\(""")
"""A string, or a word before a bracket, in an XPath expression."""
FUNCTION = re.compile(
    "last|position|count|id|local-name|namespace-uri|name|string|concat|starts-with|contains|substring-before"
    "|substring-after|substring|string-length|normalize-space|translate|boolean|not|true|false|lang|number|sum"
    "|floor|ceiling|round|text|node|comment|processing-instruction|and|or|div|mod"
)
"""What may stand before a bracket in XPath 1.0: functions, node tests, operators. libxml2 reports an
unknown function only when a page makes it evaluate that part."""


@functools.lru_cache(maxsize=4096)
def selector_problem(selector: str) -> str | None:
    """Why *selector* is neither CSS nor XPath as ``spec.Selector`` describes, or None."""
    expression = ATTR.sub("", selector)
    if not expression.strip():
        return "empty selector"
    try:
        if not expression.startswith(("/", "./", "(")):
            cssselect.HTMLTranslator().css_to_xpath(expression)
            return None
        etree.XPath(expression)
    except (etree.XPathError, cssselect.SelectorError) as error:
        return f"not a selector: {str(error) or type(error).__name__} in {selector!r}"
    for call in CALL.finditer(expression):
        name = (call[2] or "").rpartition("::")[2]
        if name and not FUNCTION.fullmatch(name):
            return f"not a selector: no XPath function {name!r} in {selector!r}"
    return None
