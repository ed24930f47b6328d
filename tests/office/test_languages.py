# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Languages as Linguist names them, also where a name has several, nothing was read, or the engine is in the way."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ospora.core.errors import OsporaError
from ospora.office import languages
from ospora.office.languages import is_generated, is_vendored, language_of

enry = pytest.importorskip("enry", reason="enry-python is built for Linux on x86-64 and for macOS")

C_HEADER = (
    b"/* a class of its own: std */\n#ifndef X_H\n#include <stdio.h>\nint f(void); // using this function\n#endif\n"
)
READ = [
    # one language by name
    ("src/main.py", b"import os\n", "Python", "programming"),
    ("SRC/MAIN.PY", b"import os\n", "Python", "programming"),
    ("CMakeLists.txt", b"project(x)\n", "CMake", "programming"),
    ("go.mod", b"module example.org/x\n", "Go Module", "data"),
    ("Makefile", b"all:\n", "Makefile", "programming"),
    ("Dockerfile", b"FROM debian\n", "Dockerfile", "programming"),
    ("LICENSE", b"Apache License\n", "Text", "prose"),
    ("web/style.css", b"a{}\n", "CSS", "markup"),
    ("web/App.vue", b"<template/>\n", "Vue", "markup"),
    ("po/fr.po", b'msgid ""\n', "Gettext Catalog", "prose"),
    ("Cargo.lock", b"version = 3\n", "TOML", "data"),
    (".gitignore", b"*.o\n", "Ignore List", "data"),
    # several languages by extension: the usual one, and what the content says against it
    ("a.h", C_HEADER, "C", "programming"),
    ("a.h", b"#pragma once\nnamespace x {\n", "C++", "programming"),
    ("a.h", b"#include <vector>\n", "C++", "programming"),
    ("a.h", b"int f(std::string s);\n", "C++", "programming"),
    ("a.h", b"#import <UIKit/UIKit.h>\n@interface A : B\n@end\n", "Objective-C", "programming"),
    ("a.m", b"#import <A.h>\n@implementation A\n@end\n", "Objective-C", "programming"),
    ("a.m", b"% a remark\nfunction y = f(x)\n", "MATLAB", "programming"),
    ("a.m", b"(* ::Package:: *)\n", "Wolfram Language", "programming"),
    ("a.m", b"x\n", None, None),
    ("a.pl", b"use strict;\nmy $x = 1;\n", "Perl", "programming"),
    ("a.pl", b":- module(x, []).\nfoo(X) :- bar(X).\n", "Prolog", "programming"),
    ("a.pl", b"#!/usr/bin/perl\nprint 1;\n", "Perl", "programming"),
    ("a.pl", b"use v6;\n", "Raku", "programming"),
    ("a.sql", b"CREATE TABLE x (a int);\n", "SQL", "data"),
    ("a.sql", b"CREATE FUNCTION f() RETURNS int AS $$ SELECT 1 $$ LANGUAGE plpgsql;\n", "PLpgSQL", "programming"),
    ("a.sql", b"CREATE TABLE x (a VARCHAR2(10));\n", "PLSQL", "programming"),
    ("a.sql", b"SELECT 1\nGO\n", "TSQL", "programming"),
    ("a.ts", b"export const x: number = 1;\n", "TypeScript", "programming"),
    ("a.ts", b'<?xml version="1.0"?>\n<!DOCTYPE TS>\n<TS version="2.1">', "XML", "data"),
    ("a.tsx", b"export default () => <a/>\n", "TSX", "programming"),
    ("a.md", b"# Ospora\n", "Markdown", "prose"),
    ("gcc/arm.md", b';; ARM\n(define_insn "x"\n', "GCC Machine Description", "programming"),
    ("a.rs", b"fn main() {}\n", "Rust", "programming"),
    ("a.rs", b"x\n", "Rust", "programming"),
    ("a.cs", b"x\n", "C#", "programming"),
    ("a.cs", b"!Object methodsFor: 'x'!\n", "Smalltalk", "programming"),
    ("a.php", b"<?php echo 1;\n", "PHP", "programming"),
    ("a.php", b"<?hh\n", "Hack", "programming"),
    ("a.r", b"x <- 1\n", "R", "programming"),
    ("a.v", b"module x(input a);\nendmodule\n", "Verilog", "programming"),
    ("a.v", b"Require Import Arith.\n", "Rocq Prover", "programming"),
    ("a.fs", b"module X\nlet x = 1\n", "F#", "programming"),
    ("a.fs", b"#version 330\nvoid main() {}\n", "GLSL", "programming"),
    ("a.json", b'{"a": 1}', "JSON", "data"),
    ("api.json", b'{"openapi": "3.1.0"}', "OASv3-json", "data"),
    ("api.yaml", b"openapi: 3.0.1\n", "OASv3-yaml", "data"),
    ("a.yml", b"a: 1\n", "YAML", "data"),
    ("a.html", b"<p>", "HTML", "markup"),
    ("a.txt", b"words\n", "Text", "prose"),
    ("a.inc", b"<?php echo 1;", "PHP", "programming"),
    ("a.inc", b"x\n", None, None),
    ("a.tpl", b"{{ .Values.x }}\n", "Go Template", "markup"),
    ("a.pro", b"QT += core\n", "QMake", "programming"),
    ("a.d", b"module x;\nvoid main() {}\n", "D", "programming"),
    ("a.d", b"main.o: main.c main.h\n", "Makefile", "programming"),
    ("rpm/a.spec", b"Name: ospora\nVersion: 1\n", "RPM Spec", "data"),
    ("git.1", b".TH GIT 1\n", "Roff Manpage", "markup"),
    ("hosts", b"127.0.0.1 localhost\n", "Hosts File", "data"),
    # what the first lines say
    ("bin/ospora", b"#!/usr/bin/env python3\nimport sys\n", "Python", "programming"),
    ("bin/start", b"#!/bin/sh\n", "Shell", "programming"),
    ("start.sh", b"#!/bin/tcsh\n", "Tcsh", "programming"),
    ("include/vector", b"// -*- C++ -*-\n", "C++", "programming"),
    ("notes.txt", b"# vim: ft=ruby\n", "Ruby", "programming"),
    ("a.py", b"x = 'index: vi, ex: -*-'\n" * 3, "Python", "programming"),
    ("settings", b'<?xml version="1.0"?>\n<a/>\n', "XML", "data"),
    # nothing known
    ("bin/portal", b"words\n", None, None),
    ("a.unknown-end", b"words\n", None, None),
    ("a.py", b"a\0b", None, None),
    ("", b"words\n", None, None),
]
UNREAD = [
    ("a.py", "Python"),
    ("a.h", "C"),
    ("a.rs", "Rust"),
    ("a.cs", "C#"),
    ("a.php", "PHP"),
    ("a.ts", "TypeScript"),
    ("a.sql", "SQL"),
    ("a.md", "Markdown"),
    ("a.fs", "F#"),
    ("a.gd", "GDScript"),
    ("a.sol", "Solidity"),
    ("a.pl", "Perl"),
    ("Makefile", "Makefile"),
    ("go.mod", "Go Module"),
    ("a.m", None),
    ("a.inc", None),
    ("a.cls", None),
    ("a.e", None),
    ("a", None),
]


@pytest.mark.parametrize(("path", "head", "language", "kind"), READ)
def test_the_language_of_a_file_that_was_read(path, head, language, kind):
    assert language_of(path, head) == (language, kind)


@pytest.mark.parametrize(("path", "language"), UNREAD)
@pytest.mark.parametrize("head", [None, b"", b"\n \n"])
def test_without_content_the_usual_language_or_none(path, language, head):
    assert language_of(path, head)[0] == language


def test_there_are_enough_cases():
    assert len(READ) >= 60


def test_only_the_name_counts():
    assert language_of("a.rs/b.py", b"x\n") == language_of("b.py", b"x\n")


def test_a_name_that_is_no_utf8_is_read():
    path = b"src/\xff\xfe.py".decode("utf-8", "surrogateescape")

    assert language_of(path, b"x\n") == ("Python", "programming")
    assert is_vendored(path) is False
    assert is_generated(path, b"x\n") is False


@pytest.mark.parametrize("end", [*languages._CHOICES, ".e", ".q", ".x", ".bas", ".tact"])
@pytest.mark.parametrize("head", [b"x\n", b"#\n", b"zzqq zzrr\n" * 3])
def test_the_answer_is_the_same_at_each_call(end, head):
    answers = set()
    for _ in range(20):
        languages._candidates.cache_clear()
        answers.add(language_of(f"a{end}", head))

    assert len(answers) == 1


def test_every_language_named_here_is_one_of_the_engine():
    named = {
        language
        for usual, tests in languages._CHOICES.values()
        for language in [usual, *(language for _, language in tests)]
        if language is not None
    }

    assert [language for language in sorted(named) if languages._type_of(language) is None] == []


def test_every_choice_is_about_a_name_that_the_engine_knows():
    assert [end for end in languages._CHOICES if not languages._candidates(f"a{end}" if "." in end else end)] == []


def test_every_test_of_a_choice_is_found_fast():
    tests = {test for _, tests in languages._CHOICES.values() for test, _ in tests}
    # A beginning that a search jumps to: a line, the start of the file, or a character as it stands.
    jumps = re.compile(rb"\\n|\\A|\\[^a-zA-Z]|[^\\\[(.^]")
    # Blanks that may run over lines, tried again at each of them.
    runs = re.compile(rb"\\n.*\\s[*+]")

    assert [test for test in tests if not jumps.match(test) or runs.search(test) or b"(?i" in test] == []


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("node_modules/x/index.js", True),
        ("vendor/github.com/x/y.go", True),
        ("third_party/zlib/zlib.c", True),
        ("static/jquery-3.6.0.min.js", True),
        ("configure", True),
        ("src/types.d.ts", True),
        ("tests/fixtures/a.py", True),
        ("src/main.py", False),
        ("src/vendoring/main.py", False),
        ("vendor.py", False),
        ("sub/rebar", False),
        ("rebar", True),
        ("", False),
    ],
)
def test_vendored(path, answer):
    assert is_vendored(path) is answer


GENERATED = [
    ("package-lock.json", b"{}", True),
    ("node_modules/x/index.js", b"x\n", True),
    ("api/portal.pb.go", b"// Code generated by protoc-gen-go. DO NOT EDIT.\npackage x\n", True),
    (
        "api/portal_pb2.py",
        b"# -*- coding: utf-8 -*-\n# Generated by the protocol buffer compiler.  DO NOT EDIT!\nx=1\n",
        True,
    ),
    ("web/app.min.js", b"a=1;" * 400, True),
    ("web/app.js", b"const a = 1;\n" * 40, False),
    ("web/app.js.map", b'{"version":3,"sources":[]}', True),
    ("web/bundle", b'{"version":3,"sources":[]}', True),
    ("src/x.c", b"/* Generated by Cython 3.0 */\nint x;\n", True),
    ("lib/gen.dart", b"// GENERATED CODE - DO NOT MODIFY BY HAND\n", True),
    ("src/main.py", b"# a list of generated names\nx = 1\n", False),
    ("src/main.go", b"package main\n", False),
    ("docs/index.html", b"<!-- Generated by Doxygen 1.9.1 -->\n", True),
    ("src/main.py", None, False),
    ("Cargo.lock", None, True),
]


@pytest.mark.parametrize(("path", "head", "answer"), GENERATED)
def test_generated(path, head, answer):
    assert is_generated(path, head) is answer


@pytest.mark.parametrize(("path", "head", "answer"), GENERATED)
def test_leaving_content_out_does_not_change_what_the_engine_says(path, head, answer):
    assert enry.is_generated(path, head or b"") is answer


@given(st.sampled_from([path for path, *_ in READ]), st.binary(max_size=300))
def test_any_content_has_an_answer(path, head):
    language, kind = language_of(path, head)

    assert (language is None) == (kind is None)
    assert kind in (None, "programming", "markup", "data", "prose")
    assert is_generated(path, head) == enry.is_generated(path, head)


@given(st.text(max_size=60))
def test_any_name_has_an_answer(path):
    assert language_of(path, b"x\n") == language_of(path, b"x\n")
    assert is_vendored(path) in (True, False)


@pytest.mark.parametrize(
    "piece", [b"\n", b" ", b"\n ", b"a", b"class ", b"(", b"\nclass a", b"\n(a) ", b"%", b"{", b"<"]
)
def test_hostile_content_has_an_answer(piece):
    head = (piece * 8192)[:8192]

    for end in languages._CHOICES:
        language_of(f"a{end}", head)


class Counting:
    """The engine, with a count of what it was asked."""

    def __init__(self):
        self.asked = 0

    def __getattr__(self, name):
        self.asked += 1
        return getattr(enry, name)


def test_the_engine_is_asked_once_for_a_name(monkeypatch):
    counting = Counting()
    monkeypatch.setattr(languages, "_engine", lambda: counting)
    for remembered in (languages._candidates, languages._by_whole_name, languages._type_of):
        remembered.cache_clear()

    for number in range(1000):
        language_of(f"src/{number}/__init__.py", b"x = 1\n")
        language_of(f"src/{number}/portal.h", C_HEADER)

    assert counting.asked <= 5


def test_a_vendored_folder_is_looked_at_once(monkeypatch):
    counting = Counting()
    monkeypatch.setattr(languages, "_engine", lambda: counting)
    languages._is_vendored_folder.cache_clear()

    assert all(is_vendored(f"node_modules/x/{number}.js") for number in range(1000))
    assert counting.asked == 1


def test_without_the_engine_the_error_says_why(monkeypatch):
    monkeypatch.setitem(sys.modules, "enry", None)
    languages._engine.cache_clear()
    languages._candidates.cache_clear()
    try:
        with pytest.raises(OsporaError, match="enry-python does not run"):
            is_vendored("never/asked/before.py")
        with pytest.raises(OsporaError, match="Linux on x86-64"):
            language_of("never-asked-before.py", b"x\n")
    finally:
        languages._engine.cache_clear()


def run(program):
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_engine_is_loaded_at_the_first_question():
    done = run("import sys, ospora.office.languages; print('enry' in sys.modules)")

    assert done.stdout == "False\n"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fork")
def test_a_forked_process_gets_an_error_instead_of_waiting_for_ever():
    program = """
import os
from ospora.office.languages import language_of
assert language_of("a.py", b"x") == ("Python", "programming")
child = os.fork()
if child == 0:
    try:
        language_of("never-asked-before.rb", b"x")
    except RuntimeError as error:
        os._exit(7 if "spawn" in str(error) else 8)
    os._exit(9)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), language_of("b.rb", b"x"))
"""
    done = run(program)

    assert (done.stdout, done.stderr) == ("7 ('Ruby', 'programming')\n", "")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fork")
def test_a_forked_process_may_ask_when_its_parent_has_not():
    program = """
import os
from ospora.office.languages import language_of
child = os.fork()
if child == 0:
    os._exit(7 if language_of("a.py", b"x") == ("Python", "programming") else 8)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
    done = run(program)

    assert (done.stdout, done.stderr) == ("7\n", "")
