"""The licences of all packages: `python tests/licences.py` checks docs/licences.md, `--write` writes it.

Read from the metadata of the installed packages. A licence that is not on the list below stops the quality gate, so
that somebody reads it before the package is used.
"""

from __future__ import annotations

import re
import sys
from importlib.metadata import Distribution, distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIST = ROOT / "docs" / "licences.md"

# How packages name their licence, in the words of SPDX. Whatever is not here is unknown, and refused.
NAMES = {
    "apache software license": "Apache-2.0",
    "apache 2.0": "Apache-2.0",
    "apache-2.0": "Apache-2.0",
    "bsd": "BSD-3-Clause",
    "bsd license": "BSD-3-Clause",
    "new bsd": "BSD-3-Clause",
    "bsd 2-clause license": "BSD-2-Clause",
    "isc license (iscl)": "ISC",
    "mit license": "MIT",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "python software foundation license": "PSF-2.0",
    "psfl": "PSF-2.0",
    "gnu lesser general public license v3 (lgplv3)": "LGPL-3.0-or-later",
}
# What the metadata does not say, looked up in the licence file of the package.
READ_BY_HAND = {
    "axe-playwright-python": "MIT",
    "fido2": "BSD-2-Clause",  # parts under Apache-2.0 and MPL-2.0
    "python-dateutil": "Apache-2.0 OR BSD-3-Clause",
    "qrcode": "BSD-3-Clause",
}
# May be shipped. LGPL and MPL packages are used as they are, unchanged and replaceable, which is what those ask for.
ALLOWED = {
    "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CNRI-Python", "ISC", "LGPL-3.0-only", "LGPL-3.0-or-later", "MIT",
    "MIT-0", "MIT-CMU", "MPL-2.0", "PSF-2.0",
}  # fmt: skip
ALLOWED_FOR_TOOLS = ALLOWED | {"GPL-3.0-or-later"}  # a tool that runs over the code leaves no mark on it


def canonical(name: str) -> str:
    """Return a package's name as indexes write it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pinned(file: str) -> set[str]:
    """Return the packages that a requirements file names."""
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    return {canonical(found[0]) for line in lines if (found := re.match(r"[A-Za-z0-9][\w.-]*(?=[\[=])", line))}


def licence_of(package: Distribution) -> str:
    """Return the licence as an SPDX expression, or the package's own words when they are unknown."""
    name, told = canonical(package.metadata["Name"]), package.metadata
    if name in READ_BY_HAND:
        return READ_BY_HAND[name]
    if told.get("License-Expression"):
        return told["License-Expression"]
    classifiers = [
        line.rpartition(" :: ")[2] for line in told.get_all("Classifier", []) if line.startswith("License")
    ]
    words = (told.get("License") or "").strip().splitlines()[:1]
    for text in [*words, *classifiers]:
        if known := NAMES.get(text.lower(), text if text in ALLOWED_FOR_TOOLS else None):
            return known
    return (classifiers or words or ["no licence named"])[0]


def refused(expression: str, *, allowed: set[str]) -> bool:
    """Return whether no choice that the expression leaves is allowed."""
    choices = [choice.strip("() ").split(" AND ") for choice in expression.split(" OR ")]
    return not any(all(part.strip() in allowed for part in choice) for choice in choices)


def main(arguments: list[str]) -> int:
    """Write or check the list; return 1 with sentences when something is to do."""
    shipped, tools = pinned("requirements.txt"), pinned("tests/requirements.txt")
    installed = {canonical(package.metadata["Name"]): licence_of(package) for package in distributions()}
    missing = sorted((shipped | tools) - set(installed))
    if missing:
        print(f"Not installed: {', '.join(missing)}. Run: make check")
        return 1
    faults = [
        f"{name} is under {installed[name]!r}. Read it; then name it in tests/licences.py, or leave the package out."
        for names, allowed in ((shipped, ALLOWED), (tools, ALLOWED_FOR_TOOLS))
        for name in sorted(names)
        if refused(installed[name], allowed=allowed)
    ]
    text = page({name: installed[name] for name in shipped}, {name: installed[name] for name in tools - shipped})
    if "--write" in arguments:
        LIST.write_text(text, encoding="utf-8")
    elif not LIST.exists() or LIST.read_text(encoding="utf-8") != text:
        faults.append("docs/licences.md is not what is installed. Run: make licences")
    print(*faults, sep="\n", end="\n" if faults else "")
    return 1 if faults else 0


def page(shipped: dict[str, str], tools: dict[str, str]) -> str:
    """Return the list as Markdown."""
    parts = [
        "# Licences of what this project uses",
        "",
        "Written by `make licences`, checked by `make check`.",
        "",
    ]
    for heading, rows in (
        ("At run time", shipped),
        ("Tools of the suite and the quality gate, not shipped", tools),
    ):
        parts += [f"## {heading}", "", "| package | licence |", "|---|---|"]
        parts += [f"| {name} | {licence} |" for name, licence in sorted(rows.items())]
        parts.append("")
    parts += [
        "## Besides packages",
        "",
        "The two fonts of the certificates are cuts of Noto CJK under the SIL Open Font License 1.1",
        "(`certificates/fonts/OFL.txt`).",
        "",
    ]
    return "\n".join(parts)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
