#!/bin/bash
# Makes the table of the scripts that regular expressions know (\p{Greek}) from Unicode's Scripts.txt:
#
#   eng/unicode-scripts.sh [SCRIPTS_TXT]      /usr/share/unicode/Scripts.txt if not given (Debian: apt install unicode-data)
#
# Take the version that Go has, whose regular expressions OPA runs: `const Version` in its unicode/tables.go.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts=${1:-/usr/share/unicode/Scripts.txt}
table=src/Rego/Builtins/Regexes/UnicodeScripts.Table.cs
[ -r "$scripts" ] || { echo "There is no $scripts. Install Debian's unicode-data, or give the file." >&2; exit 1; }

# One line a range: SCRIPT FIRST LAST, in hexadecimal, those of a script together and in order.
ranges() {
  sed -nE 's/^([0-9A-F]+)(\.\.([0-9A-F]+))? *; *([A-Za-z_]+) .*/\4 \1 \3/p' "$scripts" |
    while read -r script first last; do printf '%s %06X %06X\n' "$script" $((16#$first)) $((16#${last:-$first})); done | LC_ALL=C sort
}

cat >"$table" <<HEAD
// Made by eng/unicode-scripts.sh from $(sed -nE '1s/^# //p' "$scripts") of the Unicode Character Database, which is
// $(sed -nE '3s/^# //p' "$scripts") (https://www.unicode.org/terms_of_use.html).
namespace Bouncer.Rego.Builtins.Regexes;

internal static partial class UnicodeScripts
{
    // A script's name and a colon, then its ranges of code points.
    private const string Table = """
HEAD
ranges | awk '
  function hex(text) { sub(/^0+/, "", text); return text == "" ? "0" : text }
  function number(text,  i, value) { for (i = 1; i <= length(text); i++) value = value * 16 + index("0123456789ABCDEF", substr(text, i, 1)) - 1; return value }
  function put(word) { if (length(line) + length(word) > 120) { print line; line = "           " } line = line " " word }
  function flush_range() { if (first != "") put(first "" == last "" ? hex(first) : hex(first) "-" hex(last)); first = "" }
  $1 != script { flush_range(); if (script != "") print line; script = $1; line = "        " script ":" }
  first != "" && number($2) == number(last) + 1 { last = $3; next }
  { flush_range(); first = $2; last = $3 }
  END { flush_range(); print line }' >>"$table"
printf '        """;\n}\n' >>"$table"
