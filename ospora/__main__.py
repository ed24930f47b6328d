# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""`python -m ospora` is `ospora`."""

import sys

from ospora.cli._main import main

if __name__ == "__main__":
    sys.exit(main())
