#!/usr/bin/env bash
# relevant.sh LOG: the lines of a failed Maven log that say why, and what to do about the usual reasons.
set -euo pipefail
log=$1
most=100

# shellcheck disable=SC2016 # the program is awk's
lines=$(awk '
  # Warnings are a reason only where they are what failed.
  FNR == NR { if (/warnings found and -Werror specified/) werror = 1; next }

  # What Maven says at each failure, of any kind.
  /^\[ERROR\] *$/ || /\[Help [0-9]+\]/ || /[Rr]e-run Maven/ || /For more information about the errors/ { next }
  /After correcting the problems/ || /mvn <args> -rf/ || /See dump files/ || /Please refer to/ { next }
  /^\[ERROR\] Failed to execute goal .*(compiler|surefire)/ { next }

  # A failed test: its message and the frames that are its own.
  /^\[ERROR\] .*<<< (FAILURE|ERROR)!$/ && !/Tests run:/ { test = 1; print; next }
  /^\[/ { test = 0 }
  test && !/^\tat (java\.|jdk\.|org\.junit|org\.apache\.maven|app\/\/org\.junit)/ && length($0) > 0 { print "  " $0; next }

  /^\[ERROR\]/ { if (!seen[$0]++) print; next }
  werror && (/^\[WARNING\] \// || /^    \(see / || /^  Did you mean/) { print; next }
  /^\[INFO\] .*\.\. (FAILURE|SKIPPED)/ { print }
' "$log" "$log")

if [ -z "$lines" ]; then
  tail -n 30 "$log"
else
  printf '%s\n' "$lines" | awk -v most="$most" '
    NR <= most { print }
    END { if (NR > most) print "… and " NR - most " lines more in the log" }'
fi

if grep -q 'format violations' "$log"; then
  echo "Formatting: ./bide format mends it."
fi
if grep -q 'warnings found and -Werror specified' "$log"; then
  echo "Warnings fail the build, and javac stops at the first class with one: ./bide mvn -q -Plax verify shows all."
fi
