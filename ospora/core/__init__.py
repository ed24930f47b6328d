# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Vocabulary that every room may use: errors, windows, members, display."""
