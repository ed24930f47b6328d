# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Measurements: `make bench REPOS="…"` runs them all and prints tables of ratios."""
