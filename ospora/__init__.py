# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Ospora: the open source programme office as software."""

__version__ = "0.1.0"
