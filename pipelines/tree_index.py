"""The index of ``crawler.tree_index`` under the name by which extraction knows it."""

from crawler.tree_index import TreeIndex

__all__ = ["TreeIndex"]
