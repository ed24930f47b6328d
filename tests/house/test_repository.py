# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""The repository keeps its own rules: headers, one version, the words of CI, nothing of anybody's machine."""

from __future__ import annotations

import datetime as dt
import os
import re
import tomllib

import pytest
import yaml

import ospora
from tests.house.project import ROOT, project_files, read

# Written so that this file does not hold what it looks for.
WORKPLACE = re.compile(r"/w[o]rk/(main|shared|steering|\.(library|mirror))|/f[a]rm/|/r[o]ot/\.|/t[m]p/(v|h)/")


def files(*suffixes, under=("ospora", "tests", "bench", "tools")):
    return [path for path in project_files() if path.parts[0] in under and path.suffix in suffixes]


@pytest.mark.parametrize("suffix", [".py", ".toml", ".sh", ".sql", ".yml"])
def test_code_says_whose_it_is_and_under_which_licence(suffix):
    data = {"golden", "recorded"}
    bare = [
        str(path)
        for path in files(suffix)
        if not data & set(path.parts)
        and not {"SPDX-FileCopyrightText:", "SPDX-License-Identifier:"}
        <= set(re.findall(r"SPDX-[A-Za-z-]+:", "\n".join(read(path).splitlines()[:5])))
    ]

    assert bare == []


def test_the_licence_at_the_root_is_the_one_of_the_folder():
    assert (ROOT / "LICENSE").read_bytes() == (ROOT / "LICENSES/Apache-2.0.txt").read_bytes()


def test_ci_says_the_words_of_the_makefile():
    ci = read(".ci/run")
    targets = set(re.findall(r"(?m)^([a-z]+):", read("Makefile")))
    said = re.findall(r"(?m)^\s*step make (\w+)", ci)

    assert said[-1] == "test", "the tests come last, so that pytest has the last word"
    assert {"check", "run", "test"} <= set(said) <= targets
    assert os.access(ROOT / ".ci/run", os.X_OK)


def test_every_word_of_the_makefile_is_explained_and_phony():
    makefile = read("Makefile")
    targets = set(re.findall(r"(?m)^([a-z]+):", makefile))
    phony = set(re.search(r"(?m)^\.PHONY: (.*)$", makefile).group(1).split())

    assert targets == phony
    assert set(re.findall(r"(?m)^([a-z]+):.*## \S", makefile)) == targets


def test_no_file_mentions_a_path_of_somebodys_machine():
    mentioning = [str(path) for path in project_files() if WORKPLACE.search(read(path))]

    assert mentioning == []


@pytest.mark.parametrize("text", ["/ro" + "ot/.cache/x", "/wo" + "rk/main/x"])
def test_the_search_for_paths_would_find_one(text):
    assert WORKPLACE.search(text)


def test_one_version_everywhere():
    citation = yaml.safe_load(read("CITATION.cff"))
    publiccode = yaml.safe_load(read("publiccode.yml"))

    assert citation["version"] == ospora.__version__
    assert publiccode["softwareVersion"] == ospora.__version__


def test_one_licence_everywhere():
    project = tomllib.loads(read("pyproject.toml"))["project"]

    assert project["license"] == "Apache-2.0"
    assert yaml.safe_load(read("CITATION.cff"))["license"] == "Apache-2.0"
    assert yaml.safe_load(read("publiccode.yml"))["legal"]["license"] == "Apache-2.0"


def test_publiccode_holds_what_the_standard_asks_for():
    publiccode = yaml.safe_load(read("publiccode.yml"))
    english = publiccode["description"]["en"]

    assert publiccode["publiccodeYmlVersion"] == "0"
    assert publiccode["developmentStatus"] == "development"
    assert publiccode["softwareType"] == "standalone/other"
    assert {"name", "url", "platforms", "categories", "maintenance", "localisation"} <= publiccode.keys()
    assert len(english["shortDescription"]) <= 150
    assert 150 <= len(english["longDescription"]) <= 10_000
    assert all(len(feature) <= 100 for feature in english["features"])


def test_citation_holds_what_its_schema_asks_for():
    citation = yaml.safe_load(read("CITATION.cff"))

    assert {"cff-version", "message", "title", "authors"} <= citation.keys()
    assert citation["cff-version"] == "1.2.0"
    assert citation["type"] == "software"
    assert isinstance(citation.get("date-released", dt.date.min), dt.date)


def test_changelog_fragments_lie_in_a_folder_of_their_kind():
    fragments = [path for path in project_files() if path.parts[0] == "changelog.d"]
    kinds = {"added", "changed", "fixed", "removed", "security"}
    misplaced = [
        str(path) for path in fragments if len(path.parts) != 3 or path.parts[1] not in kinds or path.suffix != ".md"
    ]

    assert misplaced == []
