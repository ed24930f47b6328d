# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Which language a file is in, by the names, types and rules of GitHub Linguist, through the package enry-python.

The engine is a Go library, and not asked more than needed:

- Where a name has one language, the content is not looked at, except for a shebang or a line for an editor.
- Where an extension has several, the tests below decide for the usual ones: Linguist's own cost milliseconds a file,
  and on little text its statistics say `.rs` is XML and `.cs` is Smalltalk, or another answer at each call.
- Where neither decides, the language is not known. It is never guessed.
"""

from __future__ import annotations

import os
import re
from functools import cache, lru_cache
from typing import Any, NamedTuple

from ospora.core.errors import OsporaError

_NAMES_REMEMBERED = 32768
_FOLDERS_REMEMBERED = 4096
# Licence texts at the top of files are shorter, and what tells languages apart comes soon after.
_READ_BYTES = 8192
_HEURISTIC_BYTES = 2048
_MODELINE_LINES = 5
_MODELINE_BYTES = 1024
_TYPES = ("programming", "markup", "data", "prose")

_OBJECTIVE_C = rb"\n[ \t]*(?:@(?:interface|implementation|protocol|class|property|end|import)\b|#[ \t]*import[ \t])"
_C_PLUS_PLUS = (
    rb"\n[ \t]*(?:namespace\b|template[ \t]*<|(?:public|private|protected):|using[ \t]+(?:namespace\b|\w+::|\w+[ \t]*=)"
    rb"|(?:enum[ \t]+)?class[ \t]+[^;{}()\n]*[:{;]|virtual[ \t]|#[ \t]*include[ \t]*<[a-z_]+>)"
)
_XML = rb"\A\s*<(?:\?xml|!DOCTYPE)"
_CLAUSE = rb"\n[^#%\n]*:-"

# Extension, or whole name, of several languages → the usual one, or None where none is, and tests that say another.
# The first test that finds something decides. It searches a newline and the first bytes of the file, so that \n
# stands before every line. It begins with \n, \A or plain text, which is found fast, and lets no blank run over lines.
_CHOICES: dict[str, tuple[str | None, tuple[tuple[bytes, str], ...]]] = {
    ".1": ("Roff", ((rb"\n\.(?:TH|Dd)\b", "Roff Manpage"),)),
    ".as": ("ActionScript", ()),
    ".asc": ("AsciiDoc", ((rb"\n-----BEGIN PGP ", "Public Key"),)),
    ".asm": ("Assembly", ()),
    ".bb": ("BitBake", ()),
    ".cfg": ("INI", ()),
    ".cl": (
        None,
        (
            (rb"\n[ \t]*\((?:defun|in-package|defpackage|defmacro)\b", "Common Lisp"),
            (rb"\n[ \t]*(?:__)?kernel\b", "OpenCL"),
        ),
    ),
    ".cls": (
        None,
        (
            (rb"\\NeedsTeXFormat", "TeX"),
            (rb"\\ProvidesClass", "TeX"),
            (rb"\n *version 1\.0 class", "Visual Basic 6.0"),
            (rb"\n[ \t]*(?:public|private|global)[ \t][^\n;]*\bclass\b", "Apex"),
        ),
    ),
    ".cs": ("C#", ((rb"methodsFor: ", "Smalltalk"),)),
    ".csl": ("XML", ((rb"\n[ \t]*\|", "Kusto"),)),
    ".cue": ("CUE", ((rb"\n[ \t]*(?:FILE|TRACK) [\"0-9]", "Cue Sheet"),)),
    ".d": ("D", ((rb"\n[\w./-]+\.o[ \t]*:", "Makefile"), (rb"\n#pragma D ", "DTrace"))),
    ".ex": ("Elixir", ()),
    ".f": ("Fortran", ()),
    ".for": ("Fortran", ()),
    ".frag": ("GLSL", ()),
    ".fs": ("F#", ((rb"\n[ \t]*(?:#version|precision|uniform|varying)\b", "GLSL"), (rb"\n: ", "Forth"))),
    ".ftl": ("Fluent", ((rb"<#", "FreeMarker"), (rb"<@", "FreeMarker"), (rb"\$\{", "FreeMarker"))),
    ".gd": ("GDScript", ((rb"\n[ \t]*(?:Declare\w+|BindGlobal)[ \t]*\(", "GAP"),)),
    ".gs": ("JavaScript", ((rb"\n[ \t]*#version\b", "GLSL"), (rb"\nuses (?:java|gw)\.", "Gosu"))),
    ".h": ("C", ((_OBJECTIVE_C, "Objective-C"), (_C_PLUS_PLUS, "C++"), (rb"std::", "C++"))),
    ".hh": ("C++", ((rb"<\?hh", "Hack"),)),
    ".html": ("HTML", ((rb"<emu-", "Ecmarkup"),)),
    ".inc": (
        None,
        (
            (rb"\A\s*<\?(?:php)?\s", "PHP"),
            (rb"\n(?:inherit|require) [\w.-]+", "BitBake"),
            (rb"\n[A-Z_]+(?::append)? [+?:.]?=", "BitBake"),
            (_C_PLUS_PLUS, "C++"),
        ),
    ),
    ".json": (
        "JSON",
        ((rb"\"swagger\"[ \t]*:[ \t]*\"2\.", "OASv2-json"), (rb"\"openapi\"[ \t]*:[ \t]*\"3\.", "OASv3-json")),
    ),
    ".l": (
        None,
        (
            (rb"\n%[%{}]", "Lex"),
            (rb"\n\(def(?:un|macro|var)\b", "Common Lisp"),
            (rb"\n\.[A-Za-z]{2}\s", "Roff"),
        ),
    ),
    ".lean": ("Lean 4", ((rb"\nimport [a-z]", "Lean"),)),
    ".lisp": ("Common Lisp", ()),
    ".ls": ("LiveScript", ()),
    ".lsp": ("Common Lisp", ()),
    ".m": (
        None,
        (
            (_OBJECTIVE_C, "Objective-C"),
            (rb"\n[ \t]*:- ", "Mercury"),
            (rb"\A\s*\(\*", "Wolfram Language"),
            (rb"BeginPackage\[", "Wolfram Language"),
            (rb"\n[ \t]*(?:function\b|classdef\b|%)", "MATLAB"),
        ),
    ),
    ".m4": ("M4", ()),
    ".md": ("Markdown", ((rb"\n\(define_(?:insn|expand|attr|constants|mode)", "GCC Machine Description"),)),
    ".ml": ("OCaml", ()),
    ".mm": ("Objective-C++", ((_XML, "XML"), (rb"\A\s*<map\b", "XML"))),
    ".mo": (None, ((rb"\n[ \t]*(?:within|(?:partial |encapsulated )?(?:model|package|function))\b", "Modelica"),)),
    ".mod": (
        None,
        (
            (_XML, "XML"),
            (rb"\n[ \t]*(?:definition |implementation )?module \w+;", "Modula-2"),
            (rb"\n[ \t]*(?:param|set|minimize|maximize|subject to)\b", "AMPL"),
            (rb"\n[ \t]*(?:neuron|title)\b", "NMODL"),
            (rb"\.ko\n", "Linux Kernel Module"),
        ),
    ),
    ".mojo": ("Mojo", ((_XML, "XML"),)),
    ".n": (None, ((rb"\n\.[A-Za-z]{2}\s", "Roff"), (rb"\n[ \t]*using [\w.]+;", "Nemerle"))),
    ".nb": ("Wolfram Language", ()),
    ".nu": ("Nushell", ()),
    ".odin": ("Odin", ()),
    ".php": ("PHP", ((rb"\A\s*<\?hh\b", "Hack"),)),
    ".pkl": ("Pkl", ()),
    ".pl": (
        "Perl",
        (
            (rb"\n[ \t]*(?:use (?:strict|warnings|v?5)|package [\w:]+;|sub \w+|my [$@%(])", "Perl"),
            (rb"\n[ \t]*(?:use v6|(?:unit )?(?:grammar|role) \w)", "Raku"),
            (_CLAUSE, "Prolog"),
        ),
    ),
    ".plist": ("XML Property List", ((rb"\A\s*[{(]", "OpenStep Property List"),)),
    ".plt": ("Gnuplot", ((_CLAUSE, "Prolog"),)),
    ".pm": (
        "Perl",
        ((rb"\A\s*/\* XPM", "X PixMap"), (rb"\n[ \t]*(?:use v6|unit (?:module|class)\b)", "Raku")),
    ),
    ".pod": ("Pod", ()),
    ".pp": ("Puppet", ((rb"\n[ \t]*(?:unit|program|interface|implementation|uses)\b", "Pascal"),)),
    ".pro": (
        None,
        (
            (rb"\n[ \t]*(?:template|qt|sources|headers|config|target)[ \t]*[+*-]?=", "QMake"),
            (rb"\n-(?:keep|dont|optimi|renam)\w*", "Proguard"),
            (rb"\n[ \t]*(?:pro|function)[ \t]+\w+", "IDL"),
            (_CLAUSE, "Prolog"),
        ),
    ),
    ".properties": ("Java Properties", ((rb"\n\[[^\]\n]+\][ \t]*\n", "INI"),)),
    ".r": ("R", ((rb"\A\s*rebol\s*\[", "Rebol"), (rb"\n#include \"types\.r\"", "Rez"))),
    ".re": ("Reason", ((rb"\n[ \t]*#[ \t]*(?:include|if|define)\b", "C++"),)),
    ".res": ("ReScript", ((_XML, "XML"),)),
    ".rpy": ("Ren'Py", ((rb"\n(?:import|from) [\w.]+", "Python"),)),
    ".rs": ("Rust", ((_XML, "XML"), (rb"\n#pragma (?:version|rs)\b", "RenderScript"))),
    ".s": ("Assembly", ()),
    ".sc": (
        None,
        (
            (rb"\n[ \t]*(?:import|package|object|case class|trait|val|def) ", "Scala"),
            (rb"SynthDef", "SuperCollider"),
        ),
    ),
    ".sch": (
        None,
        (
            (_XML, "XML"),
            (rb"\A\s*(?:EESchema|\(kicad_sch)", "KiCad Schematic"),
            (rb"\n[ \t]*\((?:define|let)\b", "Scheme"),
        ),
    ),
    ".scm": (
        "Scheme",
        ((rb"\n[^;\n\"]*[)\]] @[a-z][\w.]*", "Tree-sitter Query"), (rb"\n[ \t]*\(#[a-z-]+[?!]", "Tree-sitter Query")),
    ),
    ".shader": ("ShaderLab", ()),
    ".sls": ("SaltStack", ((rb"\n[ \t]*\((?:library|define)\b", "Scheme"),)),
    ".sol": ("Solidity", ((rb"\A\s*(?:%|G04)", "Gerber Image"),)),
    ".spec": (
        None,
        (
            (rb"\n(?:Name|Version|Release|Summary)[ \t]*:", "RPM Spec"),
            (rb"\n%(?:define|global|prep|build|files)\b", "RPM Spec"),
            (rb"Analysis\(", "Python"),
            (rb"\n[ \t]*(?:describe|require)\b", "Ruby"),
        ),
    ),
    ".sql": (
        "SQL",
        (
            (rb"plpgsql", "PLpgSQL"),
            (rb"\n[ \t]*do[ \t]+\$\$", "PLpgSQL"),
            (rb"varchar2", "PLSQL"),
            (rb"pls_integer", "PLSQL"),
            (rb"dbms_", "PLSQL"),
            (rb"or replace package", "PLSQL"),
            (rb"\ngo[ \t]*\r?\n", "TSQL"),
            (rb"\[dbo\]\.", "TSQL"),
            (rb"nvarchar", "TSQL"),
        ),
    ),
    ".srt": ("SubRip Text", ()),
    ".star": ("Starlark", ()),
    ".sw": ("Sway", ((_XML, "XML"),)),
    ".t": ("Perl", ((rb"\n[ \t]*use v6", "Raku"),)),
    ".tl": ("Teal", ()),
    ".toc": ("TeX", ((rb"\n## ", "World of Warcraft Addon Data"),)),
    ".tpl": (None, ((rb"\{\{", "Go Template"), (rb"\{\$", "Smarty"), (rb"\{(?:if|foreach|include|\*)", "Smarty"))),
    ".ts": ("TypeScript", ((_XML, "XML"), (rb"\A\s*<TS\b", "XML"))),
    ".tsp": ("TypeSpec", ((rb"\n(?:NAME|TYPE|DIMENSION)[ \t]*:", "TSPLIB data"),)),
    ".tsx": ("TSX", ((_XML, "XML"), (rb"\A\s*<tileset\b", "XML"))),
    ".txt": ("Text", ((rb"\A\s*\[Adblock", "Adblock Filter List"),)),
    ".typ": ("Typst", ((_XML, "XML"),)),
    ".v": (
        "Verilog",
        (
            (rb"\n[ \t]*(?:Require|Theorem|Lemma|Proof|Inductive|Fixpoint|Definition|From \w+)\b", "Rocq Prover"),
            (rb"\n(?:pub )?fn [\w.(]", "V"),
            (rb"\nmodule \w+[ \t]*\n", "V"),
        ),
    ),
    ".vcf": ("vCard", ((rb"\A\s*##fileformat=VCF", "TSV"),)),
    ".yml": ("YAML", ((rb"\nswagger:[ \t]*['\"]?2\.", "OASv2-yaml"), (rb"\nopenapi:[ \t]*['\"]?3\.", "OASv3-yaml"))),
    ".yy": ("Yacc", ((rb"\A\s*\{", "JSON"),)),
    "hosts": ("Hosts File", ()),
}
_CHOICES[".yaml"] = _CHOICES[".yml"]
_CHOICES |= {f".{section}": _CHOICES[".1"] for section in ("2", "3", "4", "5", "6", "7", "8", "9", "man", "mdoc")}
# Languages of these do not mind case; their tests search the bytes in lower case.
_WITHOUT_CASE = frozenset({".cl", ".cls", ".mod", ".pp", ".pro", ".r", ".sql"})

# Contents of these are judged by more than one word; contents of others count as generated only when they say so.
_GENERATED_BY_FORM = frozenset(
    ".c .css .dart .eps .h .htm .html .js .map .meta .mod .pfa .ps .xhtml .xml .yml .yy .yyp".split()
)


class _Choice(NamedTuple):
    """What decides for a name of several languages."""

    usual: str | None
    tests: tuple[tuple[re.Pattern[bytes], str], ...]
    lowers: bool

    def language(self, head: bytes) -> str | None:
        text = b"\n" + head[:_READ_BYTES]
        if self.lowers:
            text = text.lower()
        for test, language in self.tests:
            if test.search(text):
                return language
        return self.usual


def language_of(path: str, head: bytes | None) -> tuple[str | None, str | None]:
    """Language of a file and its type (programming, markup, data, prose), as Linguist names them; None for not known.

    head: the first bytes of the content, 8 KiB are enough; None when the content was not read: then the answer is
    what the name says, and for an extension of several languages the usual one, if there is one.
    Errors: OsporaError when the engine does not run on this machine (see can_tell_languages);
    RuntimeError after a fork, see `_engine`.
    """
    name = _encodable(path.rpartition("/")[2])
    if head is None or not head or head.isspace():
        choice = _choice(name)
        language = choice.usual if choice is not None else _by_name(name)
    elif b"\0" in head[:8000]:
        return None, None
    else:
        language = _by_content(name, head)
    return (language, _type_of(language)) if language else (None, None)


def is_vendored(path: str) -> bool:
    """Whether Linguist leaves a path out of the languages of a project.

    That is more than code of others: also configure, testdata/, tests/fixtures/, docs/_static/, .github/, *.d.ts.
    """
    path = _encodable(path)
    folder = path.rpartition("/")[0]
    return (bool(folder) and _is_vendored_folder(folder)) or bool(_engine().is_vendor(path))


def is_generated(path: str, head: bytes | None) -> bool:
    """Whether a file was written by a program, by its name or by what it says at its beginning.

    head: as for language_of. A script or style sheet counts as minified when the lines that were read are long.
    """
    path = _encodable(path)
    told = head is not None and (
        path[path.rfind(".") :].lower() in _GENERATED_BY_FORM or b"enerated" in head or head.startswith(b'{"version"')
    )
    return bool(_engine().is_generated(path, head if told else b""))


def _by_content(name: str, head: bytes) -> str | None:
    """Linguist's order: a line for an editor, the whole name, a shebang, the extension, the content."""
    if (language := _by_modeline(head)) or (language := _by_whole_name(name)) or (language := _by_shebang(head)):
        return language
    choice = _choice(name)
    if choice is not None:
        return choice.language(head)
    if language := _by_name(name):
        return language
    if _candidates(name):
        return _engine().get_language_by_content(name, head[:_HEURISTIC_BYTES]).language or None
    return "XML" if b"<?xml version=" in b"\n".join(head[:_HEURISTIC_BYTES].split(b"\n", 2)[:2]) else None


def _by_modeline(head: bytes) -> str | None:
    """What a line for an editor says in the first lines. At the end of a file such lines are not looked for."""
    lines = b"\n".join(head[:_MODELINE_BYTES].split(b"\n", _MODELINE_LINES)[:_MODELINE_LINES])
    if b"-*-" in lines or b"vi" in lines or b"ex:" in lines:
        return _engine().get_language_by_modeline(lines).language or None
    return None


def _by_shebang(head: bytes) -> str | None:
    if not head.startswith(b"#!"):
        return None
    return _engine().get_language_by_shebang(head[:_HEURISTIC_BYTES]).language or None


@lru_cache(_NAMES_REMEMBERED)
def _by_whole_name(name: str) -> str | None:
    """What Linguist knows a file by its whole name as, such as go.mod and CMakeLists.txt."""
    languages = _engine().get_languages_by_filename(name)
    return languages[0] if len(languages) == 1 else None


def _by_name(name: str) -> str | None:
    """The language that a name has alone, or None."""
    candidates = _candidates(name)
    return candidates[0] if len(candidates) == 1 else None


@lru_cache(_NAMES_REMEMBERED)
def _candidates(name: str) -> tuple[str, ...]:
    """Languages that a name alone allows; their order means nothing."""
    return tuple(_engine().get_languages(name, b""))


def _choice(name: str) -> _Choice | None:
    """What decides for a name of several languages; None where the name has one, or is known as a whole."""
    lower = name.lower()
    end = lower[lower.rfind(".") :] if "." in lower else lower
    return _compiled(end) if end in _CHOICES and _by_whole_name(name) is None else None


@cache
def _compiled(end: str) -> _Choice:
    usual, tests = _CHOICES[end]
    return _Choice(usual, tuple((re.compile(test), language) for test, language in tests), end in _WITHOUT_CASE)


@cache
def _type_of(language: str) -> str | None:
    word = _engine().get_language_type(language)
    return word if word in _TYPES else None


@lru_cache(_FOLDERS_REMEMBERED)
def _is_vendored_folder(folder: str) -> bool:
    return bool(_engine().is_vendor(f"{folder}/"))


def _encodable(text: str) -> str:
    """A path that can be given to the engine: bytes that are no UTF-8 become question marks."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


@cache
def can_tell_languages() -> bool:
    """Whether the engine runs on this machine: enry-python is built for Linux on x86-64 and for macOS."""
    try:
        _engine()
    except OsporaError:
        return False
    return True


@cache
def _engine() -> Any:
    """The package enry, loaded at the first use: its library starts threads and takes 40 MB.

    After a fork its Go runtime has lost its threads, and a call would wait for ever. So a process that has
    loaded it must start others by spawn; a forked one gets an error instead of an answer.
    """
    if _forked:
        raise RuntimeError("languages were asked for in a process forked from one that had asked; start it by spawn")
    try:
        import enry  # noqa: PLC0415 - see above
    except (ImportError, OSError) as error:
        raise OsporaError(
            f"The languages of files cannot be told on this machine, where enry-python does not run ({error}); "
            "it is built for Linux on x86-64 and for macOS."
        ) from None
    os.register_at_fork(after_in_child=_after_fork)
    return enry


_forked: list[bool] = []


def _after_fork() -> None:
    _forked.append(True)
    _engine.cache_clear()
