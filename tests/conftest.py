# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""What all tests share."""

from hypothesis import HealthCheck, settings

# The same examples every time: a failure here is a failure everywhere. Real repositories are slow to build.
settings.register_profile(
    "ospora", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("ospora")
