#!/usr/bin/env bash
# Reads Maven's log on stdin and writes one line for each module: its number, name, tests and seconds; on a terminal
# also what it is doing. Ends with a line of sums.
set -euo pipefail

building='^\[INFO\] Building (.+) [^ ]+ +(\[[0-9]+/[0-9]+\])$'
building_one='^\[INFO\] Building (.+) [^ ]+$'
goal='^\[INFO\] --- ([a-z-]+):[^:]+:([^ ]+) '
running='^\[INFO\] Running (.+)$'
# The sums at the end of a run of tests; the line of a single class also has its time.
results='Tests run: ([0-9]+), Failures: ([0-9]+), Errors: ([0-9]+), Skipped: ([0-9]+)$'

module=
modules=0
tests=0
failed=0
skipped=0
started=$SECONDS
title=
module_tests=0

finish_module() {
  [ -n "$module" ] || return 0
  local seconds=$((SECONDS - started))
  [ ! -t 1 ] || printf '\r\033[K%s' "$title"
  if [ "$module_tests" -gt 0 ]; then
    printf ' %6d tests %4d s\n' "$module_tests" "$seconds"
  else
    printf '              %4d s\n' "$seconds"
  fi
  module=
}

start_module() {
  finish_module
  module=$1
  title=$(printf '%7s %-28s' "$2" "$module")
  modules=$((modules + 1))
  module_tests=0
  started=$SECONDS
  printf '%s' "$title"
}

while IFS= read -r line; do
  line=${line%$'\r'}
  if [[ $line =~ $building ]]; then
    start_module "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}"
  elif [[ -z $module && $line =~ $building_one ]]; then
    start_module "${BASH_REMATCH[1]}" ""
  elif [[ $line == *"Tests run: "* && $line =~ $results ]]; then
    module_tests=$((module_tests + BASH_REMATCH[1]))
    tests=$((tests + BASH_REMATCH[1]))
    failed=$((failed + BASH_REMATCH[2] + BASH_REMATCH[3]))
    skipped=$((skipped + BASH_REMATCH[4]))
  elif [[ $line == "[INFO] Reactor Summary"* || $line == "[INFO] BUILD "* ]]; then
    finish_module
  elif [[ -t 1 && -n $module ]]; then
    if [[ $line =~ $goal ]]; then
      printf '\r\033[K%s %s' "$title" "${BASH_REMATCH[2]}"
    elif [[ $line =~ $running ]]; then
      printf '\r\033[K%s %s' "$title" "${BASH_REMATCH[1]}"
    fi
  fi
done
finish_module
echo "build: $modules modules, $tests tests, $failed failed, $skipped skipped, $SECONDS s"
