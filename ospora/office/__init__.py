# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""The office's own files, and the rules for people and paths that ship with Ospora."""
