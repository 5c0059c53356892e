# What the commands share. Sourced by ./bide and by each command; kept to what the old bash of macOS has.

# die MESSAGE: ends the command with a message on stderr.
die() {
  echo "bide: $*" >&2
  exit 1
}

# help_of FILE: the first comment line of a command.
help_of() {
  sed -n 's/^# //p; /^# /q' "$1" | head -n 1
}

# is_jdk FOLDER VERSION: whether a whole JDK of that feature version is there.
is_jdk() {
  [ -n "$1" ] && [ -x "$1/bin/javac" ] && grep -Eqs "^JAVA_VERSION=\"$2([.+-]|\"|\$)" "$1/release"
}

# jdk_of_path: the JDK whose javac is on the PATH, links followed.
jdk_of_path() {
  local folder java
  java=$(command -v javac || true)
  while [ -L "$java" ]; do
    folder=$(cd "$(dirname "$java")" && pwd)
    java=$(readlink "$java")
    case $java in /*) ;; *) java=$folder/$java ;; esac
  done
  case $java in */bin/javac) echo "${java%/bin/javac}" ;; esac
}

# usual_jdk_folders: where systems and tools put their JDKs, one a line.
usual_jdk_folders() {
  local folder
  for folder in \
    /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /opt/java/* /opt/jdk* /usr/local/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/.gradle/jdks/* \
    "$HOME"/.asdf/installs/java/* "$HOME"/.local/share/mise/installs/java/* \
    "${PROGRAMFILES:-/nowhere}"/*/jdk*; do
    [ ! -d "$folder" ] || echo "$folder"
  done
}

# use_jdk_25: puts a JDK 25 into JAVA_HOME and first on the PATH, or says what to install.
use_jdk_25() {
  local folder found=
  if [ -n "${BIDE_JDK:-}" ]; then
    is_jdk "$BIDE_JDK" 25 || die "BIDE_JDK is $BIDE_JDK, and there is no JDK 25 there"
    found=$BIDE_JDK
  else
    while IFS= read -r folder; do
      if is_jdk "$folder" 25; then
        found=$folder
        break
      fi
    done <<EOF
${JAVA_HOME:-}
$(jdk_of_path)
$(usual_jdk_folders)
EOF
  fi
  if [ -z "$found" ]; then
    cat >&2 <<EOF
bide: no JDK 25 found, and Bide is built with one.
  Install it:    Debian, Ubuntu  apt install openjdk-25-jdk
                 Fedora          dnf install java-25-openjdk-devel
                 macOS           brew install openjdk@25
                 SDKMAN          sdk install java 25-tem
                 by hand         https://adoptium.net/temurin/releases/?version=25
  Or say where:  BIDE_JDK=/path/to/jdk-25 ./bide …
  Looked in \$BIDE_JDK, \$JAVA_HOME, the PATH, and the usual folders of this system.
EOF
    exit 1
  fi
  export JAVA_HOME=$found
  export PATH=$JAVA_HOME/bin:$PATH
}

# maven ARGUMENT…: Maven on the JDK that use_jdk_25 found.
maven() {
  if ! command -v mvn >/dev/null; then
    die "no mvn on the PATH. Install Maven 3.8 or newer: apt install maven, dnf install maven, brew install maven, or https://maven.apache.org"
  fi
  # Maven 3.8 itself uses Unsafe: without the flag every run starts with four warnings that are not ours.
  local options="--sun-misc-unsafe-memory-access=allow"
  # A build is over before the optimising compiler pays: without it half the CPU time of compiling core.
  options="$options -XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
  # Even with -B it ends with control characters, in pipes and files too.
  [ -t 1 ] || options="$options -Djansi.noreset=true"
  MAVEN_OPTS="$options ${MAVEN_OPTS:-}" mvn "$@"
}

# within SECONDS COMMAND…: its exit code; or, where it takes longer, 124: says what hangs, and ends all that it started.
within() {
  local limit=$1 part dog status=0
  shift
  set -m # each in a process group of its own
  "$@" </dev/null &
  part=$!
  (
    sleep "$limit"
    trap '' TERM # from here on its exit code says whether it has ended the command
    what_hangs "$part" "$limit" "$*"
    kill -KILL -- "-$part" 2>/dev/null
  ) </dev/null &
  dog=$!
  set +m
  # shellcheck disable=SC2064 # these two groups
  trap "kill -TERM -- -$part -$dog; exit 130" INT TERM
  wait "$part" 2>/dev/null || status=$?
  trap - INT TERM
  kill -TERM -- "-$dog" 2>/dev/null || true
  if wait "$dog" 2>/dev/null; then
    status=124
  fi
  return "$status"
}

# what_hangs GROUP SECONDS COMMAND: its processes, and what the threads of its JVMs do.
what_hangs() {
  local pid group command
  echo "bide: '$3' has not ended in $2 s. What of it runs:"
  ps -A -o pid= -o pgid= -o args= | while read -r pid group command; do
    [ "$group" = "$1" ] || continue
    printf '  %s  %.300s\n' "$pid" "$command"
    case $command in
      java\ * | */java\ *)
        jcmd "$pid" Thread.print 2>&1 | head -n 500 &
        pid=$!
        for _ in 1 2 3 4 5 6 7 8 9 10; do
          kill -0 "$pid" 2>/dev/null || break
          sleep 1
        done
        kill -KILL "$pid" 2>/dev/null || true
        ;;
    esac
  done
}
