# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""The lake: where tables are kept, how they are replaced, and the vault that alone holds names."""
