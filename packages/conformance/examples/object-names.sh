#!/bin/sh
# The names of objects (spec/wire.md section 7), as an implementation for muniment-conformance.
LC_ALL=C

say() { printf '{"id":%s,%s}\n' "$request" "$1"; }

# The parts of a name: kind, id, and two numbers that are 1 where the kind has none.
parts() {
  sed -nE -e 's|^keyring/([0-9a-f]{8})-([0-9a-f]{32})$|keyring \2 \1 1|p' \
    -e 's|^heads/([0-9a-f]{16})-([0-9a-f]{8})-([0-9a-f]{32})$|head \3 \2 \1|p' \
    -e 's|^marks/([0-9a-f]{8})-([0-9a-f]{32})$|mark \2 \1 1|p' \
    -e 's|^packs/([0-9a-f]{2})/(\1[0-9a-f]{30})$|pack \2 1 1|p'
}

while IFS= read -r line; do
  request=$(printf '%s\n' "$line" | sed -E 's/^\{"id":([0-9]+),.*/\1/')
  case $line in
  *'"operation":"capabilities"'*)
    say '"value":{"name":"names in sh","version":"1","protocol":1,"operations":["wire.name"]}'
    continue
    ;;
  esac
  # A name has no character that JSON escapes: what is still escaped fits no form.
  name=$(printf '%s\n' "$line" | sed -E 's/.*"input":\{"name":"(.*)"\}\}$/\1/')
  # shellcheck disable=SC2046
  set -- $(printf '%s\n' "$name" | parts)
  number=$((0x${3:-0})) sequence=$((0x${4:-0}))
  if [ "$number" -lt 1 ] || [ "$sequence" -lt 1 ] || [ "$sequence" -gt 9007199254740991 ]; then
    say '"error":"ERR_FOREIGN_OBJECT"'
    continue
  fi
  case $1 in
  keyring) numbers="\"generation\":\"$number\"," ;;
  head) numbers="\"sequence\":\"$sequence\",\"epoch\":$number," ;;
  mark) numbers="\"epoch\":$number," ;;
  pack) numbers= ;;
  esac
  say "\"value\":{\"means\":{\"kind\":\"$1\",$numbers\"id\":\"$2\"}}"
done
