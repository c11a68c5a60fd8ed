# Sourced by bin/demo and bin/test, which set ROOT and go there first. POSIX shell.
# Finds Python, installs what the system lacks, and keeps .venv equal to the hashed requirement files.
# A second call finds everything in place and takes well under a second.

VENV="$ROOT/.venv"
PYTHON="$VENV/bin/python"
SYSTEM_PACKAGES="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation"

# Without byte code every start is three times slower; a foreign search path could hide what is installed, and
# another project's settings are none of ours.
unset PYTHONDONTWRITEBYTECODE PYTHONPATH PYTHONHOME DJANGO_SETTINGS_MODULE

say() { printf '%s\n' "$*"; }
stop() {
    printf '%s\n' "$*" >&2
    exit 1
}
has() { command -v "$1" >/dev/null 2>&1; }
is_root() { [ "$(id -u)" = 0 ]; }

# One line for the content of the files named on standard input, whatever their order and time.
fingerprint() { LC_ALL=C sort | tr '\n' '\0' | xargs -0 cksum 2>/dev/null | cksum | tr ' ' '-'; }

# with_progress "What is happening" [PATTERN WORDS --] command...
# Runs the command out of sight, says what it is, and shows every few seconds that it goes on (and how many
# lines of its output match PATTERN, as "12 WORDS"). Its last lines are shown if it fails.
with_progress() {
    what=$1
    shift
    pattern='' counted=''
    if [ "${3:-}" = -- ]; then
        pattern=$1 counted=$2
        shift 3
    fi
    log=$(mktemp) || exit 1
    began=$(date +%s)
    printf '%s ...' "$what"
    "$@" >"$log" 2>&1 </dev/null &
    running=$!
    trap 'kill "$running" 2>/dev/null; rm -f "$log"; echo; exit 130' INT TERM
    shown=$began
    while kill -0 "$running" 2>/dev/null; do
        sleep 1
        now=$(date +%s)
        [ $((now - shown)) -ge 5 ] || continue
        shown=$now
        if [ -n "$pattern" ]; then
            printf ' %s %s,' "$(grep -c "$pattern" "$log")" "$counted"
        fi
        printf ' %s s ...' $((now - began))
    done
    result=0
    wait "$running" || result=$?
    trap - INT TERM
    if [ "$result" = 0 ]; then
        printf ' done (%s s)\n' $(($(date +%s) - began))
    else
        printf ' failed\n'
        # Package managers begin by saying which servers they ask; that is nobody else's business.
        grep -v -i -e '^looking in ' -e '://' "$log" | tail -n 25 >&2
    fi
    rm -f "$log"
    return "$result"
}

# --- System packages ------------------------------------------------------------------------------------

missing_debian_packages() {
    for package in "$@"; do
        case $(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null) in
        installed) ;;
        *) printf '%s ' "$package" ;;
        esac
    done
}

apt_install() {
    if [ -z "${APT_IS_FRESH:-}" ]; then
        with_progress "Asking for the list of system packages" apt-get update -q || return 1
        APT_IS_FRESH=yes
    fi
    with_progress "Installing $*" '^Unpacking' 'packages unpacked' -- \
        env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@"
}

can_apt() { has apt-get && has dpkg-query && is_root; }

pango_loads() {
    "$1" - <<'END'
import ctypes, sys

NAMES = {
    "pango": ("libpango-1.0.so.0", "libpango-1.0.dylib", "/opt/homebrew/lib/libpango-1.0.dylib"),
    "pangoft2": ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "/opt/homebrew/lib/libpangoft2-1.0.dylib"),
}

def loads(name):
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True

sys.exit(not all(any(map(loads, names)) for names in NAMES.values()))
END
}

need_system_libraries() {
    if can_apt; then
        missing=$(missing_debian_packages $SYSTEM_PACKAGES)
        # shellcheck disable=SC2086  # a list of packages
        [ -z "$missing" ] || apt_install $missing || stop "The system libraries could not be installed."
    fi
    pango_loads "$PYTHON" && return 0
    stop "PDFs need the library Pango, which is not on this machine. Install it with the line for your system:
  Debian, Ubuntu:  sudo apt-get install -y --no-install-recommends $SYSTEM_PACKAGES
  Fedora, RHEL:    sudo dnf install -y pango liberation-sans-fonts
  macOS:           brew install pango
and start again."
}

find_chromium() {
    for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
        if [ -n "$name" ] && has "$name"; then
            CHROMIUM=$(command -v "$name")
            export CHROMIUM
            return 0
        fi
    done
    return 1
}

# Sets CHROMIUM; as root on Debian or Ubuntu installs it, with the one library that Playwright's driver asks for.
# Fails when there is no Chromium.
need_chromium() {
    if can_apt; then
        wanted=libatomic1
        find_chromium || wanted="$wanted chromium"
        # shellcheck disable=SC2086  # lists of packages
        missing=$(missing_debian_packages $wanted)
        # shellcheck disable=SC2086
        [ -z "$missing" ] || apt_install $missing || return 1
    fi
    find_chromium && return 0
    say "The browser tests need Chromium. Install it with the line for your system, or name it in CHROMIUM:
  Debian:          sudo apt-get install -y --no-install-recommends chromium libatomic1
  Fedora, RHEL:    sudo dnf install -y chromium libatomic
  macOS:           brew install --cask chromium" >&2
    return 1
}

# --- Python ---------------------------------------------------------------------------------------------

is_recent_python() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }
can_make_environments() { "$1" -c 'import ensurepip, venv' >/dev/null 2>&1; }

# Sets FOUND to the best Python: one that can make a virtual environment goes before one that cannot.
find_python() {
    FOUND=''
    for name in python3.13 python3.12 python3.11 python3 python3.14 python; do
        has "$name" && is_recent_python "$name" || continue
        if can_make_environments "$name"; then
            FOUND=$name
            return 0
        fi
        [ -n "$FOUND" ] || FOUND=$name
    done
    [ -n "$FOUND" ]
}

need_python() {
    if ! find_python; then
        if can_apt; then
            apt_install python3 python3-venv && find_python
        fi
        [ -n "$FOUND" ] || stop "Safety Valve needs Python 3.11 or later, which is not on this machine:
  Debian 12, Ubuntu 24.04:  sudo apt-get install -y --no-install-recommends python3 python3-venv $SYSTEM_PACKAGES
  Fedora, RHEL:             sudo dnf install -y python3.12 pango liberation-sans-fonts
  macOS:                    brew install python@3.12 pango
and start again."
    fi
    can_make_environments "$FOUND" && return 0
    version=$("$FOUND" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    if can_apt; then
        apt_install "python$version-venv" || apt_install python3-venv || true
    fi
    can_make_environments "$FOUND" ||
        stop "Python cannot make a virtual environment here. On Debian and Ubuntu this installs what is needed for that
and for PDFs:
  sudo apt-get install -y --no-install-recommends python$version-venv $SYSTEM_PACKAGES
and start again."
}

# Makes .venv unless it works and belongs to the Python it was made with. Sets PYTHON_VERSION.
need_environment() {
    PYTHON_VERSION=$(environment_version) && return 0
    need_python
    with_progress "Making a virtual environment in .venv" "$FOUND" -m venv --clear "$VENV" ||
        stop "The virtual environment could not be made."
    PYTHON_VERSION=$(environment_version) || stop "The virtual environment in .venv does not work."
}

environment_version() {
    "$PYTHON" - 2>/dev/null <<'END'
import sys
from importlib.util import find_spec

if sys.version_info < (3, 11) or sys.prefix == sys.base_prefix or not find_spec("pip"):
    sys.exit(1)
print("%d.%d" % sys.version_info[:2])
END
}

# need_requirements FILE... : installs them unless .venv holds exactly these already.
need_requirements() {
    for file in "$@"; do
        stamp="$VENV/.installed-$file"
        wanted="$(say "$file" | fingerprint) $PYTHON_VERSION"
        [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ] && continue
        with_progress "Installing Python packages ($file)" '^Collecting' 'packages' -- \
            "$PYTHON" -m pip install --disable-pip-version-check --no-input --progress-bar off \
            --require-hashes -r "$file" ||
            stop "The Python packages could not be installed."
        say "$wanted" >"$stamp"
    done
}

# bootstrap FILE... : everything needed to run with these requirement files.
bootstrap() {
    need_environment
    need_system_libraries
    need_requirements "$@"
}
