#!/usr/bin/env bash
# The same jobs by curl and jq: rival.sh first|pages|calls|posts <url> [count]
set -euo pipefail
get() { curl -sf -H "Authorization: Bearer $POSTHOG_PERSONAL_API_KEY" "$@"; }

case "$1" in
    first) get "$2" | jq -r '.results[0].name' ;;
    calls) for _ in $(seq "$3"); do get "$2" | jq -c . > /dev/null; done ;;
    pages)
        next="$2"
        while [ "$next" != null ]; do
            page="$(get "$next")"
            jq -c '.results[]' <<< "$page" > /dev/null
            next="$(jq -r .next <<< "$page")"
        done ;;
    posts)
        base="${2%%\?*}"
        get "$2" | jq -r '.results[].id' | while read -r id; do get -X POST -o /dev/null "$base$id/retry/"; done ;;
esac
