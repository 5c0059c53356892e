#!/usr/bin/env bash
# relevant.sh LOG: the lines of a failed Maven log that say why, and what to do about the usual reasons.
set -euo pipefail
log=$1
most=80

# Warnings count as reasons only where they are what failed.
pattern='^\[ERROR\]'
if grep -q 'warnings found and -Werror specified' "$log"; then
  pattern='^\[(ERROR|WARNING)\] |^    \(see |^  Did you mean'
fi
lines=$(grep -E "$pattern" "$log" |
  grep -Ev '^\[ERROR\] *$|\[Help [0-9]+\]|re-run Maven|For more information about the errors|After correcting the problems|mvn <args> -rf|-> \[Help|See dump files|Please refer to|^\[ERROR\] Failed to execute goal .*maven-compiler-plugin' |
  awk '!seen[$0]++' || true)
if [ -z "$lines" ]; then
  tail -n 30 "$log"
else
  printf '%s\n' "$lines" | head -n "$most"
  count=$(printf '%s\n' "$lines" | wc -l)
  [ "$count" -le "$most" ] || echo "… and $((count - most)) lines more in the log"
fi

if grep -q 'format violations' "$log"; then
  echo "Formatting: ./bide format mends it."
fi
if grep -q 'warnings found and -Werror specified' "$log"; then
  echo "Warnings fail the build, and javac stops at the first class with one: ./bide mvn -q -Plax verify shows all."
fi
