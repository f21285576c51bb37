#!/bin/bash
# Gets the tools that tests need and pip and npm do not bring: a browser, Java for the HTML checker, PostgreSQL,
# fonts, and what makes and reads PDFs. With "full", as make test-full asks for them, two more browsers and a screen.
# Debian's packages are installed where that is allowed; otherwise one line says what to do, and under CI that is the end.
set -euo pipefail

declare -A provides=(
  [chromium]="command -v chromium"
  [default-jre-headless]="command -v java"
  [poppler-utils]="command -v pdftotext"
  [libpangoft2-1.0-0]="ldconfig -p | grep libpangoft2"
  [postgresql]="ls /usr/lib/postgresql/*/bin/initdb"
  [fonts-liberation]="ls /usr/share/fonts/truetype/liberation*/LiberationSans-Regular.ttf"
  [poppler-utils]="command -v pdftotext"
  [libpango-1.0-0]="ls /usr/lib/*/libpango-1.0.so.0"
  [libpangoft2-1.0-0]="ls /usr/lib/*/libpangoft2-1.0.so.0"
  [libharfbuzz-subset0]="ls /usr/lib/*/libharfbuzz-subset.so.0"
  [fonts-noto-core]="ls /usr/share/fonts/truetype/noto/NotoSansArabic-Regular.ttf"
)
[ "${1:-}" != full ] || provides+=(
  [firefox-esr]="command -v firefox-esr"
  [webkit2gtk-driver]="command -v WebKitWebDriver"
  [xvfb]="command -v Xvfb"
)

missing() {
  for package in "${!provides[@]}"; do
    bash -c "${provides[$package]}" >/dev/null 2>&1 || echo "$package"
  done
}

wanted=$(missing)
[ -z "$wanted" ] && exit 0

as_root=()
[ "$(id -u)" = 0 ] || as_root=(sudo -n)
if command -v apt-get >/dev/null && "${as_root[@]}" true 2>/dev/null; then
  echo "Installing for the tests:" $wanted
  # Debian would start its own PostgreSQL cluster; the tests make theirs.
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive sh -c "apt-get update -q && apt-get install -y -q --no-install-recommends $(echo $wanted)" || true
fi

wanted=$(missing)
[ -z "$wanted" ] && exit 0
echo "Missing for the tests, run this as root and try again: apt-get install --no-install-recommends" $wanted >&2
[ -z "${CI:-}" ]
