#!/bin/sh
# The stand-in for Grafana: takes the place of bin/grafana in a home folder.
home=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f -- "$0")")/.." && pwd) || exit 1
export GRAFANA_STAND_IN_VERSION="${GRAFANA_STAND_IN_VERSION:-@VERSION@}"
exec "${GRAFANA_STAND_IN_NODE:-@NODE@}" --disable-warning=ExperimentalWarning "$home/bin/grafana-stand-in.cjs" "$@"
