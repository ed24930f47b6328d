# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""HTML and SVG as trees: text and attributes are escaped when the tree is written, never by hand."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree as ET

Child = ET.Element | str | None

# A line break after these keeps a page readable in review and changes nothing on the screen.
_OWN_LINE = frozenset(
    "html head body meta title style header nav main section footer h1 h2 h3 h4 p ul ol li dl dt dd table caption thead"
    " tbody tr figure figcaption svg desc g path details summary div".split()
)


def element(tag: str, /, *children: Child | Iterable[Child], **attributes: str | float | None) -> ET.Element:
    """One element. Children are elements and strings, or iterables of them; None is skipped.

    Attribute names: a trailing underscore is dropped (class_), others become hyphens (aria_labelledby); None is skipped.
    """
    made = ET.Element(
        tag, {name.rstrip("_").replace("_", "-"): str(value) for name, value in attributes.items() if value is not None}
    )
    for child in children:
        if child is None or isinstance(child, (str, ET.Element)):
            _append(made, child)
        else:
            for grandchild in child:
                _append(made, grandchild)
    return made


def _append(parent: ET.Element, child: Child) -> None:
    if child is None:
        return
    if isinstance(child, ET.Element):
        parent.append(child)
    elif len(parent):
        parent[-1].tail = (parent[-1].tail or "") + child
    else:
        parent.text = (parent.text or "") + child


def write_page(root: ET.Element) -> str:
    """The whole page as HTML with its document type."""
    return "<!DOCTYPE html>\n" + write_fragment(root)


def write_fragment(root: ET.Element) -> str:
    """A tree as HTML. Changes the tails of the tree's block elements: a tree is written once."""
    for found in root.iter():
        if found.tag in _OWN_LINE and not found.tail:
            found.tail = "\n"
    return ET.tostring(root, encoding="unicode", method="html")
