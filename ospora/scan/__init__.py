# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Drives collect, facts and metrics for one project and for a portfolio."""
