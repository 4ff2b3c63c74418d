#!/usr/bin/env bash
# Brings a Debian machine to what the suite needs; does nothing where all is there.
set -euo pipefail

need=()
command -v psql >/dev/null || need+=(postgresql)
command -v chromium-headless-shell >/dev/null || need+=(chromium-headless-shell fonts-noto-cjk)
command -v pdftoppm >/dev/null || need+=(poppler-utils)
command -v msgfmt >/dev/null || need+=(gettext)
command -v zbarimg >/dev/null || need+=(zbar-tools)
command -v redis-server >/dev/null || need+=(redis-server)
[ -x /usr/sbin/rabbitmq-server ] || need+=(rabbitmq-server)
if [ "${#need[@]}" -gt 0 ]; then
    if [ "$(id -u)" != 0 ]; then
        echo "Missing on this machine: ${need[*]}. Install them with: sudo apt-get install ${need[*]}" >&2
        exit 1
    fi
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${need[@]}" >/dev/null
fi

ready() { psql -q "${TEST_POSTGRESQL_ADMIN_URL:-postgresql://postgres@127.0.0.1:5432/postgres}" -c 'SELECT 1' >/dev/null 2>&1; }
if ! ready && [ "$(id -u)" = 0 ] && command -v pg_lsclusters >/dev/null; then
    read -r version name _ < <(pg_lsclusters -h | head -n 1)
    # The suite signs in from loopback without a password; only its own databases live here.
    hba="/etc/postgresql/$version/$name/pg_hba.conf"
    grep -q '^host all postgres 127.0.0.1/32 trust' "$hba" || sed -i '1i host all postgres 127.0.0.1/32 trust' "$hba"
    pg_ctlcluster --skip-systemctl-redirect "$version" "$name" restart
    for _ in 1 2 3 4 5 6 7 8 9 10; do ready && break; pg_isready -q -t 3 -h 127.0.0.1 || true; done
fi
if ! ready; then
    echo "PostgreSQL does not answer at 127.0.0.1:5432. Start it, or set TEST_POSTGRESQL_ADMIN_URL." >&2
    exit 1
fi

# The two brokers, for the tests that run a real worker on each. Started here when root; otherwise those tests say so.
listens() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
if [ "$(id -u)" = 0 ]; then
    if ! listens 6379; then
        redis-server --bind 127.0.0.1 --port 6379 --save '' --daemonize yes >/dev/null
    fi
    if ! listens 5672; then
        # A node of the loopback name: a bare machine need not be able to look up its own.
        export RABBITMQ_NODENAME=rabbit@localhost
        /usr/sbin/rabbitmq-server -detached >/dev/null 2>&1 || true
    fi
    for port in 6379 5672; do
        for _ in {1..180}; do listens "$port" && break; sleep 0.5; done
        listens "$port" || { echo "The broker on 127.0.0.1:$port does not start; see /var/log/rabbitmq or redis-server." >&2; exit 1; }
    done
fi
