#!/bin/sh
# Checks everything that the certificate of this folder rests on, with openssl (3.0 or newer).
#
#   sh verify.sh [VOUCHER_ANCHOR.pem]
#
# VOUCHER_ANCHOR.pem is what anchors the manufacturer's vouchers. Ends with 0 if everything holds,
# with 1 and a line that begins with FAIL if something does not, with 2 if it is called wrongly, and
# with 3 if everything holds that is here to be checked, but the certificate rests on a registrar's
# word: lines that begin with WORD say for what.
# Nothing but a folder of its own for a while is written, and nothing that is checked is ever run.
set -eu
LC_ALL=C
export LC_ALL
unset CDPATH

# 2.25.92226477053045961551381105602777003968.1, under which a registrar says what its approval rests on
id_consent=69818ae29698d8e4d2bcc399a5fbcdb5faacef4001
# id-kp-cmcRA (RFC 6402 section 2.10)
id_cmc_ra=2b0601050507031c
# extKeyUsage (RFC 5280 section 4.2.1.12)
id_extended_key_usage=551d25
# subjectAltName (RFC 5280 section 4.2.1.6), and the hardware module name in it (RFC 4108 section 5)
id_subject_alt_name=551d11
id_hardware_module_name=2b06010505070804
# serialNumber, the attribute of a name (RFC 5280 appendix A)
id_serial_number=550405
most_octets=16777216
most_elements=8192
most_certificates=16
most_of_a_voucher=65536
# A validity begins so many seconds before the certificate is issued.
backdated=300
# What was looked at last; see look.
seen='' base=0 window=''
# What the certificate rests on: proof, or a registrar's word.
rests=proof

fail() {
  printf 'FAIL  %s\n' "$*"
  exit 1
}

holds() {
  printf 'OK    %s\n' "$*"
}

word() {
  rests=word
  printf 'WORD  %s\n' "$*"
}

malformed() {
  fail "$about is not well-formed"
}

# ---- DER (X.690): no octet is looked at outside the element that it belongs to

# look FILE AT COUNT: sets window to octets of the file in hexadecimal; after skip of them come those
# from AT on, COUNT or more if there are as many.
look() {
  if [ "$1" != "$seen" ] || [ "$2" -lt "$base" ] || [ $(($2 + $3)) -gt $((base + 256)) ]; then
    seen=$1 base=$2
    window=$(od -An -v -tx1 -j "$2" -N 256 "$1" 2> /dev/null) || malformed
  fi
  skip=$(($2 - base))
}

# element FILE AT END: reads the element at octet AT, which has to end at octet END or before. Sets
# tag (two hexadecimal digits), from, inner (where the content begins) and to (where it has ended).
element() {
  from=$2 limit=$3 elements=$((elements + 1))
  [ "$from" -lt "$limit" ] && [ "$elements" -le "$most_elements" ] || malformed
  look "$1" "$from" 5
  set -- $window
  [ $(($# - skip)) -ge 2 ] || malformed
  shift "$skip"
  tag=$1
  case $tag in [13579bdf]f) malformed ;; esac
  case $2 in
    [0-7]?) inner=$((from + 2)) && to=$((inner + 0x$2)) ;;
    81)
      [ $# -ge 3 ] && [ $((0x$3)) -ge 128 ] || malformed
      inner=$((from + 3)) && to=$((inner + 0x$3))
      ;;
    82)
      [ $# -ge 4 ] && [ $((0x$3$4)) -ge 256 ] || malformed
      inner=$((from + 4)) && to=$((inner + 0x$3$4))
      ;;
    83)
      [ $# -ge 5 ] && [ $((0x$3$4$5)) -ge 65536 ] || malformed
      inner=$((from + 5)) && to=$((inner + 0x$3$4$5))
      ;;
    *) malformed ;;
  esac
  [ "$to" -le "$limit" ] || malformed
}

# expect TAG FILE AT END: an element of that tag.
expect() {
  element "$2" "$3" "$4"
  [ "$tag" = "$1" ] || malformed
}

# only TAG FILE AT END: an element of that tag, and nothing behind it.
only() {
  expect "$@"
  [ "$to" -eq "$4" ] || malformed
}

# whole TAG FILE: the one element that a file consists of.
whole() {
  seen=
  expect "$1" "$2" 0 "$most_octets"
  set -- $(od -An -v -tx1 -j $((to - 1)) -N 2 "$2" 2>/dev/null)
  [ $# -eq 1 ] || malformed
}

# seek TAG FILE AT END: the first element of that tag among those from AT to END; 1 if there is none.
seek() {
  to=$3
  while [ "$to" -lt "$4" ]; do
    element "$2" "$to" "$4"
    if [ "$tag" = "$1" ]; then return 0; fi
  done
  return 1
}

# piece FILE FROM TO: those octets, on standard output.
piece() {
  head -c "$3" "$1" | tail -c +$(($2 + 1))
}

# hex FILE FROM TO: sets hex to those octets, 64 at most.
hex() {
  [ "$2" -lt "$3" ] && [ $(($3 - $2)) -le 64 ] || malformed
  count_of_octets=$(($3 - $2))
  look "$1" "$2" "$count_of_octets"
  set -- $window
  [ $(($# - skip)) -ge "$count_of_octets" ] || malformed
  shift "$skip"
  hex=
  while [ "$count_of_octets" -gt 0 ]; do
    hex=$hex$1 count_of_octets=$((count_of_octets - 1))
    shift
  done
}

octets() {
  for octet; do printf "\\$(printf '%03o' "$octet")"; done
}

# sequence LENGTH: tag and length of a SEQUENCE, on standard output.
sequence() {
  if [ "$1" -lt 128 ]; then octets 48 "$1"
  elif [ "$1" -lt 256 ]; then octets 48 129 "$1"
  elif [ "$1" -lt 65536 ]; then octets 48 130 $(($1 / 256)) $(($1 % 256))
  else octets 48 131 $(($1 / 65536)) $(($1 / 256 % 256)) $(($1 % 256))
  fi
}

# bits FILE AT END OUT: the octets of the BIT STRING at AT.
bits() {
  only 03 "$1" "$2" "$3"
  hex "$1" "$inner" $((inner + 1))
  [ "$hex" = 00 ] || malformed
  piece "$1" $((inner + 1)) "$to" > "$4"
}

# ---- Signatures

# digest FILE AT END: sets digest and octets of it from an AlgorithmIdentifier.
digest() {
  expect 30 "$1" "$2" "$3"
  expect 06 "$1" "$inner" "$to"
  hex "$1" "$inner" "$to"
  case $hex in
    608648016503040201) digest=sha256 length=32 ;;
    608648016503040202) digest=sha384 length=48 ;;
    608648016503040203) digest=sha512 length=64 ;;
    *) fail "$about: a signature with an unknown digest" ;;
  esac
}

# pss FILE AT END: sets digest and salt from RSASSA-PSS-params (RFC 4055 section 3.1): MGF1 with the
# same digest, and a salt at least as long. What a key demands beyond that openssl looks at.
pss() {
  only 30 "$1" "$2" "$3"
  pss_from=$inner pss_to=$to
  seek a0 "$1" "$pss_from" "$pss_to" || malformed
  digest "$1" "$inner" "$to"
  hashed=$digest
  seek a1 "$1" "$pss_from" "$pss_to" || malformed
  only 30 "$1" "$inner" "$to"
  mask_to=$to
  expect 06 "$1" "$inner" "$mask_to"
  hex "$1" "$inner" "$to"
  [ "$hex" = 2a864886f70d010108 ] || malformed
  digest "$1" "$to" "$mask_to"
  [ "$digest" = "$hashed" ] || malformed
  seek a2 "$1" "$pss_from" "$pss_to" || malformed
  only 02 "$1" "$inner" "$to"
  hex "$1" "$inner" "$to"
  case $hex in [89a-f]* | ?????*) malformed ;; esac
  salt=$((0x$hex))
  [ "$salt" -ge "$length" ] || malformed
  if seek a3 "$1" "$pss_from" "$pss_to"; then malformed; fi
}

# algorithm FILE AT END: sets scheme and digest from an AlgorithmIdentifier; to is behind it.
algorithm() {
  expect 30 "$1" "$2" "$3"
  algorithm_to=$to
  expect 06 "$1" "$inner" "$algorithm_to"
  hex "$1" "$inner" "$to"
  case $hex in
    2a8648ce3d040302 | 2a864886f70d01010b) scheme=digest digest=sha256 ;;
    2a8648ce3d040303 | 2a864886f70d01010c) scheme=digest digest=sha384 ;;
    2a8648ce3d040304 | 2a864886f70d01010d) scheme=digest digest=sha512 ;;
    2a864886f70d01010a)
      scheme=pss
      pss "$1" "$to" "$algorithm_to"
      ;;
    2b6570 | 2b6571) scheme=edwards ;;
    *) fail "$about: a signature of an unknown algorithm" ;;
  esac
  to=$algorithm_to
}

# signed FILE SIGNATURE KEY.pem: whether the signature over the file was made with that key.
signed() {
  case $scheme in
    digest) openssl dgst "-$digest" -verify "$3" -signature "$2" "$1" ;;
    pss)
      openssl dgst "-$digest" -sigopt rsa_padding_mode:pss -sigopt "rsa_pss_saltlen:$salt" \
        -sigopt "rsa_mgf1_md:$digest" -verify "$3" -signature "$2" "$1"
      ;;
    edwards) openssl pkeyutl -verify -rawin -pubin -inkey "$3" -in "$1" -sigfile "$2" ;;
  esac > /dev/null 2>&1
}

# ---- Certificates (RFC 5280)

# certificate FILE NAME: the first one of a file, as $tmp/NAME.pem and .der, and its key, as .key.
certificate() {
  [ -f "$1" ] && openssl x509 -in "$1" -out "$tmp/$2.pem" 2> /dev/null \
    && openssl x509 -in "$tmp/$2.pem" -outform DER -out "$tmp/$2.der" 2> /dev/null \
    && openssl x509 -in "$tmp/$2.pem" -noout -pubkey > "$tmp/$2.key" 2> /dev/null \
    || fail "$1 is no certificate"
}

# fields FILE.der: sets where validity, subject, key and extensions of a certificate are.
fields() {
  whole 30 "$1"
  expect 30 "$1" "$inner" "$to"
  tbs_to=$to
  element "$1" "$inner" "$tbs_to"
  if [ "$tag" = a0 ]; then element "$1" "$to" "$tbs_to"; fi
  [ "$tag" = 02 ] || malformed
  expect 30 "$1" "$to" "$tbs_to"
  expect 30 "$1" "$to" "$tbs_to"
  expect 30 "$1" "$to" "$tbs_to"
  validity_from=$inner validity_to=$to
  expect 30 "$1" "$to" "$tbs_to"
  subject_from=$inner subject_to=$to
  expect 30 "$1" "$to" "$tbs_to"
  key_from=$from key_to=$to
}

# serial_number FILE.der: whether its subject has one serialNumber, which is the device's.
serial_number() {
  fields "$1"
  names_device "$1" "$subject_from" "$subject_to"
}

# names_device FILE AT END: whether the RDNs there have one serialNumber, which is the device's.
names_device() {
  count=0 at=$2 names_to=$3
  while [ "$at" -lt "$names_to" ]; do
    expect 31 "$1" "$at" "$names_to"
    at=$to attribute=$inner attributes_to=$to
    while [ "$attribute" -lt "$attributes_to" ]; do
      expect 30 "$1" "$attribute" "$attributes_to"
      attribute=$to
      expect 06 "$1" "$inner" "$to"
      hex "$1" "$inner" "$to"
      element "$1" "$to" "$attribute"
      if [ "$hex" = "$id_serial_number" ]; then
        count=$((count + 1))
        piece "$1" "$inner" "$to" > "$tmp/serial"
      fi
    done
  done
  [ "$count" -eq 1 ] && cmp -s "$tmp/serial" serial-number.txt
}

# extension FILE.der OID: where the value of an extension is, inner and to; 1 if it has none.
extension() {
  fields "$1"
  seek a3 "$1" "$key_to" "$tbs_to" || return 1
  only 30 "$1" "$inner" "$to"
  at=$inner extensions_to=$to
  while [ "$at" -lt "$extensions_to" ]; do
    expect 30 "$1" "$at" "$extensions_to"
    at=$to
    expect 06 "$1" "$inner" "$at"
    hex "$1" "$inner" "$to"
    [ "$hex" = "$2" ] || continue
    seek 04 "$1" "$to" "$at" || malformed
    only 30 "$1" "$inner" "$to"
    return 0
  done
  return 1
}

# registration_authority FILE.der: whether it has the extended key usage id-kp-cmcRA.
registration_authority() {
  extension "$1" "$id_extended_key_usage" || return 1
  usage=$inner usages_to=$to
  while [ "$usage" -lt "$usages_to" ]; do
    expect 06 "$1" "$usage" "$usages_to"
    usage=$to
    hex "$1" "$inner" "$to"
    if [ "$hex" = "$id_cmc_ra" ]; then return 0; fi
  done
  return 1
}

# hardware_serial_number FILE.der: whether it has one hardware module name, whose hwSerialNum is the
# device's serial number.
hardware_serial_number() {
  extension "$1" "$id_subject_alt_name" || return 1
  count=0 name_at=$inner names_to=$to
  while [ "$name_at" -lt "$names_to" ]; do
    element "$1" "$name_at" "$names_to"
    name_at=$to
    [ "$tag" = a0 ] || continue
    expect 06 "$1" "$inner" "$name_at"
    hex "$1" "$inner" "$to"
    [ "$hex" = "$id_hardware_module_name" ] || continue
    only a0 "$1" "$to" "$name_at"
    only 30 "$1" "$inner" "$to"
    module_to=$to
    expect 06 "$1" "$inner" "$module_to"
    only 04 "$1" "$to" "$module_to"
    count=$((count + 1))
    piece "$1" "$inner" "$to" > "$tmp/serial"
  done
  [ "$count" -eq 1 ] && cmp -s "$tmp/serial" serial-number.txt
}

# number DIGITS: sets number to them without a leading zero, which sh would take for octal.
number() {
  number=${1#0}
}

# seconds FILE AT END: sets seconds to a Time as seconds since 1970; to is behind it.
seconds() {
  element "$1" "$2" "$3"
  stamp=$(piece "$1" "$inner" "$to")
  two='[0-9][0-9]'
  case $tag$stamp in
    17[0-4][0-9]$two$two$two$two${two}Z) stamp=20$stamp ;;
    17[5-9][0-9]$two$two$two$two${two}Z) stamp=19$stamp ;;
    18$two$two$two$two$two$two${two}Z) ;;
    *) malformed ;;
  esac
  year=$(printf '%s' "$stamp" | cut -c 1-4)
  number "$(printf '%s' "$stamp" | cut -c 5-6)" && month=$number
  number "$(printf '%s' "$stamp" | cut -c 7-8)" && day=$number
  number "$(printf '%s' "$stamp" | cut -c 9-10)" && hour=$number
  number "$(printf '%s' "$stamp" | cut -c 11-12)" && minute=$number
  number "$(printf '%s' "$stamp" | cut -c 13-14)" && second=$number
  if [ "$month" -le 2 ]; then
    year=$((year - 1)) month=$((month + 12))
  fi
  days=$((365 * year + year / 4 - year / 100 + year / 400 + (153 * month - 457) / 5 + day - 719469))
  seconds=$((days * 86400 + hour * 3600 + minute * 60 + second))
}

# issuance FILE.der: sets moment to the moment at which the certificate was issued, as its validity says.
issuance() {
  fields "$1"
  seconds "$1" "$validity_from" "$validity_to"
  moment=$((seconds + backdated))
  seconds "$1" "$to" "$validity_to"
  if [ "$moment" -gt "$seconds" ]; then moment=$seconds; fi
}

# path LEAF CHAIN ANCHORS: whether a path of certificates leads there, at the time of issuance.
path() {
  openssl verify -attime "$moment" -no-CApath -no-CAstore -partial_chain -check_ss_sig \
    -CAfile "$3" -untrusted "$2" -untrusted issuing-ca.pem "$1" > /dev/null 2>&1
}

# anchors FILE NAME: the certificates of a file, each as openssl writes it, as $tmp/NAME.pem. Paths lead
# to these alone, and these alone are told at the end: openssl would also take what stands under other
# titles.
anchors() {
  about=$1 inside=no
  [ -f "$1" ] || fail "$1 is missing"
  : > "$tmp/$2.pem"
  while IFS= read -r line || [ -n "$line" ]; do
    case $line in
      '-----BEGIN CERTIFICATE-----')
        [ "$inside" = no ] || malformed
        inside=yes
        printf '%s\n' "$line" > "$tmp/one.pem"
        ;;
      '-----END CERTIFICATE-----')
        [ "$inside" = yes ] || malformed
        inside=no
        printf '%s\n' "$line" >> "$tmp/one.pem"
        openssl x509 -in "$tmp/one.pem" >> "$tmp/$2.pem" 2> /dev/null || malformed
        ;;
      '' | *[!A-Za-z0-9+/=]*) malformed ;;
      *)
        [ "$inside" = yes ] || malformed
        printf '%s\n' "$line" >> "$tmp/one.pem"
        ;;
    esac
  done < "$1"
  [ "$inside" = no ] && [ -s "$tmp/$2.pem" ] || malformed
}

# same_key A.der B.der: whether two SubjectPublicKeyInfos hold the same key; that of an elliptic curve
# may be written with a compressed point in one of them (RFC 5480 section 2.2).
same_key() {
  if cmp -s "$1" "$2"; then return 0; fi
  for key in "$1" "$2"; do
    openssl pkey -pubin -inform DER -in "$key" -ec_conv_form uncompressed -pubout \
      -out "$key.pem" 2> /dev/null || return 1
  done
  cmp -s "$1.pem" "$2.pem"
}

# ---- Messages (RFC 9810 section 5.1)

# message FILE: takes a PKIMessage apart: ProtectedPart and signature as files, places in variables.
message() {
  about=$1
  [ -f "$1" ] || fail "$1 is missing"
  whole 30 "$1"
  message_to=$to
  expect 30 "$1" "$inner" "$message_to"
  header_from=$from header_to=$to
  element "$1" "$inner" "$header_to"
  element "$1" "$to" "$header_to"
  element "$1" "$to" "$header_to"
  options=$to
  element "$1" "$header_to" "$message_to"
  body=$tag body_from=$inner body_to=$to
  {
    sequence $((body_to - header_from))
    piece "$1" "$header_from" "$body_to"
  } > "$tmp/protected"
  expect a0 "$1" "$body_to" "$message_to"
  protection_to=$to
  bits "$1" "$inner" "$protection_to" "$tmp/signature"
  seek a4 "$1" "$options" "$header_to" || malformed
  only 04 "$1" "$inner" "$to"
  hex "$1" "$inner" "$to"
  transaction=$hex
  seek a1 "$1" "$options" "$header_to" || malformed
  algorithm "$1" "$inner" "$to"
}

# protected KEY.pem: whether the message that was taken apart was signed with that key.
protected() {
  signed "$tmp/protected" "$tmp/signature" "$1"
}

# came_with FILE: the certificates that came with a message, the signer's first: $tmp/chain.pem.
came_with() {
  seek a1 "$1" "$protection_to" "$message_to" || fail "$1: no certificate came with it"
  only 30 "$1" "$inner" "$to"
  at=$inner certificates_to=$to count=0
  : > "$tmp/chain.pem"
  while [ "$at" -lt "$certificates_to" ]; do
    expect 30 "$1" "$at" "$certificates_to"
    at=$to count=$((count + 1))
    [ "$count" -le "$most_certificates" ] || malformed
    piece "$1" "$from" "$to" > "$tmp/one.der"
    openssl x509 -inform DER -in "$tmp/one.der" -out "$tmp/one.pem" 2> /dev/null || malformed
    piece "$tmp/one.pem" 0 "$most_octets" >> "$tmp/chain.pem"
  done
  [ "$count" -ge 1 ] || malformed
}

# wish FILE: what a request for a certificate says: the key that it asks for, as $tmp/wanted.der, the
# RDNs of the subject, as $tmp/subject, and what is signed with that key to show that the device has it
# (RFC 4211 section 4.1, RFC 2986). Sets vouched to yes where a registrar says so instead: raVerified.
wish() {
  vouched=no
  : > "$tmp/subject"
  only 30 "$1" "$body_from" "$body_to"
  if [ "$body" = a4 ]; then
    wish_to=$to
    expect 30 "$1" "$inner" "$wish_to"
    wished_from=$from wished_to=$to
    expect 02 "$1" "$inner" "$wished_to"
    expect 30 "$1" "$to" "$wished_to"
    piece "$1" "$inner" "$to" > "$tmp/subject"
    expect 30 "$1" "$to" "$wished_to"
    piece "$1" "$from" "$to" > "$tmp/wanted.der"
    at=$wished_to
  else
    only 30 "$1" "$inner" "$to"
    wish_to=$to
    expect 30 "$1" "$inner" "$wish_to"
    wished_from=$from wished_to=$to
    expect 02 "$1" "$inner" "$wished_to"
    expect 30 "$1" "$to" "$wished_to"
    template_from=$inner template_to=$to
    if seek a5 "$1" "$template_from" "$template_to"; then
      only 30 "$1" "$inner" "$to"
      piece "$1" "$inner" "$to" > "$tmp/subject"
    fi
    seek a6 "$1" "$template_from" "$template_to" || fail "$about names no key"
    {
      sequence $((to - inner))
      piece "$1" "$inner" "$to"
    } > "$tmp/wanted.der"
    if seek 80 "$1" "$wished_to" "$wish_to"; then
      [ "$to" -eq "$inner" ] || malformed
      vouched=yes
      return 0
    fi
    seek a1 "$1" "$wished_to" "$wish_to" || fail "$about: possession of the key is not shown"
    at=$inner wish_to=$to
  fi
  piece "$1" "$wished_from" "$wished_to" > "$tmp/wished"
  algorithm "$1" "$at" "$wish_to"
  bits "$1" "$to" "$wish_to" "$tmp/possession"
}

# consent FILE: the voucher of a nested message, as $tmp/voucher; 1 if it brings none.
consent() {
  seek a8 "$1" "$options" "$header_to" || return 1
  only 30 "$1" "$inner" "$to"
  at=$inner infos_to=$to count=0
  while [ "$at" -lt "$infos_to" ]; do
    expect 30 "$1" "$at" "$infos_to"
    at=$to
    expect 06 "$1" "$inner" "$at"
    hex "$1" "$inner" "$to"
    [ "$hex" = "$id_consent" ] || continue
    count=$((count + 1))
    only 30 "$1" "$to" "$at"
    consent_to=$to
    expect 0c "$1" "$inner" "$consent_to"
    expect 02 "$1" "$to" "$consent_to"
    expect 02 "$1" "$to" "$consent_to"
    only 04 "$1" "$to" "$consent_to"
    piece "$1" "$inner" "$to" > "$tmp/voucher"
  done
  [ "$count" -eq 1 ]
}

# granted FILE: the certificate in a response (RFC 9810 section 5.3.4), as $tmp/granted.der.
granted() {
  only 30 "$1" "$body_from" "$body_to"
  seek 30 "$1" "$inner" "$to" || malformed
  only 30 "$1" "$inner" "$to"
  granted_to=$to
  expect 02 "$1" "$inner" "$granted_to"
  expect 30 "$1" "$to" "$granted_to"
  [ "$to" -lt "$granted_to" ] || fail "$about grants no certificate"
  expect 30 "$1" "$to" "$granted_to"
  expect a0 "$1" "$inner" "$to"
  only 30 "$1" "$inner" "$to"
  piece "$1" "$from" "$to" > "$tmp/granted.der"
}

# ---- Vouchers (RFC 8366 section 5)

aside=$(printf '\001')

# leaves FILE: serial-number and pinned-domain-cert of a voucher's JSON, still quoted. A line for each
# token is made of it first, so that nothing inside a text is taken for structure.
leaves() {
  if od -An -v -tx1 "$1" | grep -q ' 0[01]'; then malformed; fi
  sed 's/[[:space:]]/ /g' "$1" | sed -E 's/"([^"\\]|\\.)*"|[][{}:,]/\
&\
/g' > "$tmp/tokens"
  depth=0 before='' last='' name='' within='' serials=0 pins=0 serial='' pin=''
  while IFS= read -r token || [ -n "$token" ]; do
    case $token in *[!\ ]*) ;; *) continue ;; esac
    case $token in
      [\{\[])
        depth=$((depth + 1))
        if [ "$depth" -eq 2 ] && [ "$before" = : ] && [ "$token" = '{' ]; then within=$name; fi
        ;;
      [\}\]])
        if [ "$depth" -eq 2 ]; then within=''; fi
        depth=$((depth - 1))
        ;;
      :) name=$last ;;
      ,) ;;
      \"*\")
        if [ "$before" = : ] && [ "$depth" -eq 2 ] && [ "$within" = '"ietf-voucher:voucher"' ]; then
          case $name in
            '"serial-number"') serials=$((serials + 1)) && serial=$token ;;
            '"pinned-domain-cert"') pins=$((pins + 1)) && pin=$token ;;
            *\\*) malformed ;;
          esac
        fi
        last=$token
        ;;
      *\"*) malformed ;;
    esac
    before=$token
  done < "$tmp/tokens"
  [ "$depth" -eq 0 ] || malformed
}

# text TOKEN: a JSON text as it is meant, on standard output; nothing where it has an escape that is
# not read here. An escaped backslash is set aside meanwhile, as an octet that JSON has nowhere.
text() {
  plain=$(printf '%s' "$1" | sed "s/^\"//; s/\"\$//; s/\\\\\\\\/$aside/g" \
    | sed 's/\\"/"/g; s/\\\//\//g; s/\\u002[fF]/\//g; s/\\u002[bB]/+/g; s/\\u003[dD]/=/g')
  case $plain in *\\*) ;; *) printf '%s' "$plain" | sed "s/$aside/\\\\/g" ;; esac
}

# lower: letters of ASCII made small.
lower() {
  sed 'y/ABCDEFGHIJKLMNOPQRSTUVWXYZ/abcdefghijklmnopqrstuvwxyz/'
}

# issues: whether issuing-ca.pem begins with a certification authority of this domain.
issues() {
  path "$tmp/issuing-ca.pem" issuing-ca.pem "$tmp/domain-anchors.pem" \
    && openssl x509 -in "$tmp/issuing-ca.pem" -noout -ext basicConstraints 2> /dev/null \
    | grep -q 'CA:TRUE'
}

# attribute OID: whether one of the signed attributes has that type, and as its one value the element
# that value.der is.
attribute() {
  whole 31 "$tmp/attributes.der"
  attribute_at=$inner attributes_to=$to found=0
  while [ "$attribute_at" -lt "$attributes_to" ]; do
    expect 30 "$tmp/attributes.der" "$attribute_at" "$attributes_to"
    attribute_at=$to
    expect 06 "$tmp/attributes.der" "$inner" "$attribute_at"
    hex "$tmp/attributes.der" "$inner" "$to"
    if [ "$hex" = "$1" ]; then
      only 31 "$tmp/attributes.der" "$to" "$attribute_at"
      piece "$tmp/attributes.der" "$inner" "$to" > "$tmp/attribute.der"
      found=$((found + 1))
    fi
  done
  [ "$found" -eq 1 ] && cmp -s "$tmp/attribute.der" "$tmp/value.der"
}

# edwards FILE: whether a key of Ed25519 or Ed448 has signed it (RFC 5652 section 5.6, RFC 8419), which
# openssl 3.0 cannot say of CMS. Leaves its content, its signer and all of its certificates.
edwards() {
  whole 30 "$1"
  cms_to=$to
  expect 06 "$1" "$inner" "$cms_to"
  only a0 "$1" "$to" "$cms_to"
  only 30 "$1" "$inner" "$to"
  cms_to=$to
  expect 02 "$1" "$inner" "$cms_to"
  expect 31 "$1" "$to" "$cms_to"
  expect 30 "$1" "$to" "$cms_to"
  content_to=$to
  expect 06 "$1" "$inner" "$content_to"
  piece "$1" "$from" "$to" > "$tmp/type.der"
  only a0 "$1" "$to" "$content_to"
  only 04 "$1" "$inner" "$to"
  piece "$1" "$inner" "$to" > "$tmp/voucher.json"
  expect a0 "$1" "$content_to" "$cms_to"
  certificates_from=$inner certificates_to=$to
  only 31 "$1" "$to" "$cms_to"
  only 30 "$1" "$inner" "$to"
  signer_to=$to
  expect 02 "$1" "$inner" "$signer_to"
  expect 30 "$1" "$to" "$signer_to"
  expect 30 "$1" "$to" "$signer_to"
  expect a0 "$1" "$to" "$signer_to"
  { octets 49 && piece "$1" $((from + 1)) "$to"; } > "$tmp/attributes.der"
  algorithm "$1" "$to" "$signer_to"
  [ "$scheme" = edwards ] || return 1
  curve=$hex
  only 04 "$1" "$to" "$signer_to"
  piece "$1" "$inner" "$to" > "$tmp/voucher.sig"

  cp "$tmp/type.der" "$tmp/value.der"
  attribute 2a864886f70d010903 || return 1
  case $curve in
    2b6570) { octets 4 64 && openssl dgst -sha512 -binary "$tmp/voucher.json"; } ;;
    *) { octets 4 64 && openssl dgst -shake256 -xoflen 64 -binary "$tmp/voucher.json"; } ;;
  esac > "$tmp/value.der"
  attribute 2a864886f70d010904 || return 1

  : > "$tmp/voucher-signer" > "$tmp/voucher-chain"
  seen=
  while [ "$certificates_from" -lt "$certificates_to" ]; do
    expect 30 "$1" "$certificates_from" "$certificates_to"
    certificates_from=$to
    piece "$1" "$from" "$to" > "$tmp/one.der"
    openssl x509 -inform DER -in "$tmp/one.der" -out "$tmp/one.pem" 2> /dev/null || return 1
    openssl x509 -in "$tmp/one.pem" -noout -pubkey > "$tmp/one.key" 2> /dev/null || return 1
    cat "$tmp/one.pem" >> "$tmp/voucher-chain"
    if signed "$tmp/attributes.der" "$tmp/voucher.sig" "$tmp/one.key"; then
      cp "$tmp/one.pem" "$tmp/voucher-signer"
    fi
  done
  [ -s "$tmp/voucher-signer" ]
}

# voucher_path FILE: whether a path leads from its signer to the anchor of vouchers.
voucher_path() {
  if [ -e "$tmp/voucher-chain" ]; then
    openssl verify -attime "$moment" -no-CApath -no-CAstore -partial_chain -purpose any \
      -CAfile "$anchor" -untrusted "$tmp/voucher-chain" "$tmp/voucher-signer"
  else
    openssl cms -verify -inform DER -binary -in "$1" -purpose any -attime "$moment" -partial_chain \
      -no-CApath -no-CAstore -CAfile "$anchor" -out "$tmp/content"
  fi > /dev/null 2>&1
}

# voucher FILE STEP
voucher() {
  about=$1
  [ -z "$(od -An -tx1 -j "$most_of_a_voucher" -N 1 "$1" 2> /dev/null)" ] || malformed
  rm -f "$tmp/voucher-signer" "$tmp/voucher-chain"
  { openssl cms -verify -inform DER -binary -in "$1" -noverify -signer "$tmp/voucher-signer" \
    -out "$tmp/voucher.json" > /dev/null 2>&1 && [ -s "$tmp/voucher-signer" ]; } \
    || (edwards "$1") > /dev/null 2>&1 || fail "$1: its signature does not verify"
  if [ -n "$anchor" ]; then
    voucher_path "$1" || fail "$1: no path from its signer to the anchor of vouchers"
    holds "$2: the voucher is signed, and a path leads from its signer to the anchor of vouchers"
  else
    holds "$2: the voucher is signed"
    printf 'NOTE  %s\n' "$2: where its signer's path leads was not checked: no VOUCHER_ANCHOR.pem"
  fi
  leaves "$tmp/voucher.json"
  text "$serial" | lower > "$tmp/voucher-serial"
  lower < serial-number.txt > "$tmp/device-serial"
  [ "$serials" -eq 1 ] && cmp -s "$tmp/voucher-serial" "$tmp/device-serial" \
    || fail "$1: its serial-number is not the device's"
  text "$pin" | openssl base64 -d -A -out "$tmp/pin.der" 2> /dev/null || malformed
  [ "$pins" -eq 1 ] \
    && openssl x509 -inform DER -in "$tmp/pin.der" -noout -pubkey > "$tmp/pin.key" 2> /dev/null \
    || fail "$1: its pinned-domain-cert is no certificate"
  cmp -s "$tmp/pin.key" "$tmp/domain-ca.key" \
    || { cmp -s "$tmp/pin.key" "$tmp/issuing-ca.key" && issues; } \
    || fail "$1: its pinned-domain-cert has the key of neither domain-ca.pem nor issuing-ca.pem"
  holds "$2: the voucher is for this device and pins this domain"
}

# ---- One certificate and what it was asked for with

# step NAME
step() {
  about=$1/certificate.pem elements=0
  certificate "$1/certificate.pem" certificate
  issuance "$tmp/certificate.der"
  path "$tmp/certificate.pem" issuing-ca.pem "$tmp/domain-anchors.pem" \
    || fail "$1/certificate.pem: no path by issuing-ca.pem to domain-ca.pem"
  serial_number "$tmp/certificate.der" \
    || fail "$1/certificate.pem: its subject does not have the serialNumber of serial-number.txt"
  fields "$tmp/certificate.der"
  piece "$tmp/certificate.der" "$key_from" "$key_to" > "$tmp/certified.der"
  holds "$1: the certificate is this domain's and names the device"

  message "$1/request.der"
  case $body in
    a0) kind=ir answer=a1 ;;
    a2) kind=cr answer=a3 ;;
    a4) kind=p10cr answer=a3 ;;
    a7) kind=kur answer=a8 ;;
    *) fail "$1/request.der asks for no certificate" ;;
  esac
  case $1 in *-"$kind") ;; *) fail "$1/request.der is not what the folder says, but $kind" ;; esac
  certificate "$1/signer.pem" signer
  protected "$tmp/signer.key" || fail "$1/request.der is not signed with the key of signer.pem"
  asked=$transaction
  holds "$1: the $kind is signed with the key of signer.pem"
  if [ ! -e "$1/nested.der" ] && [ ! -e "$1/registrar.pem" ]; then represented=yes; else represented=no; fi

  about=$1/signer.pem
  if [ "$represented" = yes ]; then by_registrar "$1"; else by_device "$1"; fi

  message "$1/response.der"
  [ "$body" = "$answer" ] && [ "$transaction" = "$asked" ] \
    || fail "$1/response.der is no answer to request.der"
  came_with "$1/response.der"
  certificate "$tmp/chain.pem" responder
  protected "$tmp/responder.key" \
    || fail "$1/response.der is not signed with the key of the certificate that came with it"
  path "$tmp/responder.pem" "$tmp/chain.pem" "$tmp/domain-anchors.pem" \
    || fail "$1/response.der: no path from its signer to domain-ca.pem"
  registration_authority "$tmp/responder.der" || fail "$1/response.der: its signer lacks id-kp-cmcRA"
  granted "$1/response.der"
  cmp -s "$tmp/granted.der" "$tmp/certificate.der" \
    || fail "$1/response.der does not hold certificate.pem"
  holds "$1: the authority answered with this certificate"
  piece "$tmp/certificate.der" 0 "$most_octets" > "$tmp/earlier.der"
}

# requested NAME: whether the certificate has the key that was asked for.
requested() {
  about=$1/request.der
  wish "$1/request.der"
  same_key "$tmp/wanted.der" "$tmp/certified.der" \
    || fail "$1/certificate.pem has another key than request.der asks for"
}

# possession NAME: whether the request has its proof, where nobody answers for that.
possession() {
  signed "$tmp/wished" "$tmp/possession" "$tmp/certificate.key" \
    || fail "$1/request.der: the proof of possession is not by the key that it asks for"
  holds "$1: the certificate has the key that was asked for, and possession of it was proven"
}

# by_registrar NAME: a request under a registrar's own protection (RFC 9483 sections 5.2.3 and 5.3.1).
by_registrar() {
  case $kind in
    ir | p10cr | cr) ;;
    *) fail "$1/nested.der is missing: nobody answers for a device in a $kind" ;;
  esac
  [ "$count_of_steps" -eq 1 ] || fail "$1: a request by a registrar is where evidence begins"
  registration_authority "$tmp/signer.der" \
    || fail "$1/nested.der is missing, and signer.pem is no registrar's: it lacks id-kp-cmcRA"
  path "$tmp/signer.pem" "$1/signer.pem" "$tmp/domain-anchors.pem" \
    || fail "$1/signer.pem: no path by issuing-ca.pem to domain-ca.pem"
  holds "$1: a registrar of this domain asked, under its own protection"

  requested "$1"
  if [ "$vouched" = yes ]; then
    holds "$1: the certificate has the key that was asked for"
    word "$1: that the device has that key is the registrar's word alone (raVerified)"
  else
    possession "$1"
  fi

  [ ! -e "$1/device.pem" ] || device_certificate "$1"
  about=$1/request.der
  seen=
  names_device "$tmp/subject" 0 "$(($(wc -c < "$tmp/subject")))" || names_shown "$1" \
    || fail "$1/request.der asks for another device than that of serial-number.txt"
  holds "$1: the registrar asked for the device of serial-number.txt"
  word "$1: that this device asked, and belongs here, is the registrar's word alone"
}

# device_certificate NAME: the certificate that came along, which nothing here is signed with.
device_certificate() {
  certificate "$1/device.pem" device
  about=$1/device.pem
  if path "$tmp/device.pem" "$1/signer.pem" "$tmp/domain-anchors.pem"; then
    serial_number "$tmp/device.der" \
      || fail "$1/device.pem: its subject does not have the serialNumber of serial-number.txt"
    holds "$1: device.pem, which came along, is this domain's and names the device"
  else
    idevid device "$1"
    holds "$1: device.pem, which came along, is the IDevID of the device by its $field"
  fi
}

# names_shown NAME: whether the request has the very subject of the device's certificate.
names_shown() {
  [ -e "$1/device.pem" ] || return 1
  fields "$tmp/device.der"
  piece "$tmp/device.der" "$subject_from" "$subject_to" > "$tmp/device-subject"
  cmp -s "$tmp/subject" "$tmp/device-subject"
}

# idevid FILE NAME: whether FILE.pem of the step is an IDevID of the device.
idevid() {
  case $field in
    subject)
      serial_number "$tmp/$1.der" \
        || fail "$2/$1.pem: its subject does not have the serialNumber of serial-number.txt"
      ;;
    hardware-module-name)
      hardware_serial_number "$tmp/$1.der" \
        || fail "$2/$1.pem: its hwSerialNum is not that of serial-number.txt"
      ;;
  esac
  path "$tmp/$1.pem" "$2/signer.pem" "$tmp/manufacturer-anchors.pem" \
    || fail "$2/$1.pem: no path to manufacturer.pem"
}

# by_device NAME: a request that the device has signed, and a registrar around it.
by_device() {
  case $kind in
    ir | p10cr)
      [ "$count_of_steps" -eq 1 ] || fail "$1: an $kind is where evidence begins"
      idevid signer "$1"
      holds "$1: signer.pem is the IDevID of the device by its $field, and by manufacturer.pem"
      ;;
    cr | kur)
      [ -f "$tmp/earlier.der" ] && cmp -s "$tmp/signer.der" "$tmp/earlier.der" \
        || fail "$1/signer.pem is not the certificate of the step before"
      path "$tmp/signer.pem" "$1/signer.pem" "$tmp/domain-anchors.pem" \
        || fail "$1/signer.pem: no path by issuing-ca.pem to domain-ca.pem"
      holds "$1: signer.pem is the certificate of the step before"
      ;;
  esac

  requested "$1"
  [ "$vouched" = no ] || fail "$about: possession of the key is not shown"
  possession "$1"

  message "$1/nested.der"
  [ "$body" = b4 ] || fail "$1/nested.der is no nested message"
  only 30 "$1/nested.der" "$body_from" "$body_to"
  only 30 "$1/nested.der" "$inner" "$to"
  piece "$1/nested.der" "$from" "$to" > "$tmp/content"
  cmp -s "$tmp/content" "$1/request.der" || fail "$1/nested.der does not hold request.der"
  certificate "$1/registrar.pem" registrar
  protected "$tmp/registrar.key" \
    || fail "$1/nested.der is not signed with the key of registrar.pem"
  about=$1/registrar.pem
  registration_authority "$tmp/registrar.der" || fail "$1/registrar.pem lacks id-kp-cmcRA"
  path "$tmp/registrar.pem" "$1/registrar.pem" "$tmp/domain-anchors.pem" \
    || fail "$1/registrar.pem: no path by issuing-ca.pem to domain-ca.pem"
  holds "$1: the request was approved by a registrar of this domain"

  case $kind in
    ir | p10cr)
      about=$1/nested.der
      consent "$1/nested.der" || fail "$1/nested.der brings no voucher: it is a signature alone"
      [ -f "$1/voucher.vcj" ] && cmp -s "$tmp/voucher" "$1/voucher.vcj" \
        || fail "$1/voucher.vcj is not the voucher in nested.der"
      holds "$1: the approval rests on voucher.vcj"
      voucher "$1/voucher.vcj" "$1"
      ;;
    cr | kur) ;;
  esac
}

# fingerprints FILE.pem NAME: of each certificate of the file that anchors have been made of.
fingerprints() {
  while IFS= read -r line; do
    case $line in '-----BEGIN CERTIFICATE-----') : > "$tmp/one.pem" ;; esac
    printf '%s\n' "$line" >> "$tmp/one.pem"
    case $line in
      '-----END CERTIFICATE-----')
        printf '      %s ' "$1"
        openssl x509 -in "$tmp/one.pem" -noout -fingerprint -sha256 2> /dev/null || malformed
        ;;
    esac
  done < "$tmp/$2.pem"
}

# ---- All of it

anchor=
case $# in
  0) ;;
  1)
    case $1 in /*) anchor=$1 ;; *) anchor=$PWD/$1 ;; esac
    ;;
  *)
    printf '%s\n' 'usage: sh verify.sh [VOUCHER_ANCHOR.pem]' >&2
    exit 2
    ;;
esac
case $0 in */*) cd -- "${0%/*}/" ;; esac
case $(openssl version) in
  'OpenSSL '[3-9].*) ;;
  *) fail 'this needs OpenSSL 3.0 or newer' ;;
esac
[ -z "$anchor" ] || [ -f "$anchor" ] || fail 'there is no such VOUCHER_ANCHOR.pem'
tmp=$(mktemp -d)
trap 'rm -rf -- "$tmp"' EXIT
trap 'exit 1' HUP INT TERM

anchors domain-ca.pem domain-anchors
anchors manufacturer.pem manufacturer-anchors
certificate domain-ca.pem domain-ca
certificate issuing-ca.pem issuing-ca
[ -s serial-number.txt ] || fail 'serial-number.txt is missing'
field=
if [ -f serial-number-field.txt ]; then read -r field < serial-number-field.txt || :; fi
case $field in
  subject | hardware-module-name) ;;
  *) fail 'serial-number-field.txt says neither subject nor hardware-module-name' ;;
esac
count_of_steps=0
for folder in [0-9]*-*/; do
  name=${folder%/}
  [ -d "$name" ] || fail 'there is no step'
  case $name in *[!a-z0-9-]*) fail 'a folder has a name that is none of a step' ;; esac
  count_of_steps=$((count_of_steps + 1))
  step "$name"
done
device=$(sed 's/[^ -~]/?/g' serial-number.txt)
case $rests in
  proof) holds "all of it, for the device $device" ;;
  word) word "all that can be checked holds, for the device $device; it rests on that registrar's word" ;;
esac
printf '%s\n' 'It is as good as these anchors: hold them against those that you know.'
fingerprints domain-ca.pem domain-anchors
fingerprints manufacturer.pem manufacturer-anchors
[ "$rests" = proof ] || exit 3
