"""Selectors answered from the index of a tree, beside the same selectors run over the whole tree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from crawler.tree_index import TreeIndex
from pipelines.markup import drop
from pipelines.selectors import compiled

SELECTORS = (
    ".a", "#i", "div.a", ".a.b", ".a:not(.b)", ".a > .b", ".a .b", ".a + .b", ".b h1", "#i p", "p.a::attr(class)",
    ".a, .b", "h1", "[class]", "./div", "div .a .b",
)  # fmt: skip
names = st.sampled_from(["", "class='a'", "class='b'", "class='a b'", "id='i'", "class='a' id='i'", "class=' b\ta '"])
tags = st.sampled_from(["div", "p", "h1", "span"])
trees = st.recursive(
    st.builds("<{0} {1}>x</{0}>".format, tags, names),
    lambda inner: st.builds("<div {0}>{1}</div>".format, names, st.lists(inner, max_size=4).map("".join)),
    max_leaves=12,
)


@pytest.mark.parametrize("text", SELECTORS)
@given(markup=trees)
def test_the_index_changes_no_answer(text, markup):
    root = html.document_fromstring(f"<html><body>{markup}</body></html>")
    selector = compiled(text)
    assert selector(root, TreeIndex(root)) == selector(root)


@given(markup=trees, place=st.integers(0, 8))
def test_elements_removed_since_are_left_out(markup, place):
    root = html.document_fromstring(f"<html><body>{markup}</body></html>")
    index = TreeIndex(root)
    inner = list(root.find("body").iterdescendants())
    if inner:
        drop(inner[place % len(inner)])
    for text in (".a", "#i", ".a .b"):
        assert compiled(text)(root, index) == compiled(text)(root)


@pytest.mark.parametrize(
    ("text", "name"), [(".a.b h1", ".b"), ("#i > p", "#i"), ("li:not(.x)", None), (".a, .b", None), ("h1", None)]
)
def test_a_selector_is_looked_up_by_what_its_first_element_must_have(text, name):
    assert compiled(text).name == name
