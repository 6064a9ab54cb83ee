"""The two shipped records."""

from __future__ import annotations

from coop_tui.paths import shipped_record

BEIJING = shipped_record()
SHANGHAI = BEIJING.with_name("hong-kong-shanghai.toml")
