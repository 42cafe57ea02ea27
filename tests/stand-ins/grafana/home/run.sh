#!/bin/sh
# What starts the stand-in in its image: the same environment and arguments as Grafana's own image takes.
set -e

[ -w "$GF_PATHS_DATA" ] || echo "GF_PATHS_DATA='$GF_PATHS_DATA' is not writable."
[ -r "$GF_PATHS_CONFIG" ] || echo "GF_PATHS_CONFIG='$GF_PATHS_CONFIG' is not readable."
[ -d "$GF_PATHS_PLUGINS" ] || mkdir -p "$GF_PATHS_PLUGINS"

# GF_NAME__FILE=/path stands for GF_NAME with that file's content.
for name in $(env | sed -n 's/^\(GF_[A-Za-z0-9_]*\)__FILE=..*/\1/p'); do
  eval "plain=\${$name:-} file=\$${name}__FILE"
  if [ -n "$plain" ]; then
    echo "ERROR: Both $name and ${name}__FILE are set (but are exclusive)" >&2
    exit 1
  fi
  echo "Getting secret $name from $file"
  content=$(cat "$file")
  export "$name=$content"
  unset "${name}__FILE" content
done

export HOME="$GF_PATHS_HOME"

exec grafana server \
  --homepath="$GF_PATHS_HOME" \
  --config="$GF_PATHS_CONFIG" \
  --packaging=docker \
  "$@" \
  cfg:default.log.mode=console \
  "cfg:default.paths.data=$GF_PATHS_DATA" \
  "cfg:default.paths.logs=$GF_PATHS_LOGS" \
  "cfg:default.paths.plugins=$GF_PATHS_PLUGINS" \
  "cfg:default.paths.provisioning=$GF_PATHS_PROVISIONING"
