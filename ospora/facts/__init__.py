# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Tables: one module a table, the lake that stores them, the vault of names."""
