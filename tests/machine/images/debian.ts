import type { PackageName } from "../packages.ts";

/** The C library and the folders of a Debian system, to lay a program on. */
const minimal: readonly PackageName[] = ["base-files/trixie", "libc6/trixie"];

/** Busybox and certificates beside them, as the images of Go programs have. */
export const busyboxBase: readonly PackageName[] = [...minimal, "busybox-static/trixie", "ca-certificates/trixie"];

/** What a shell script finds in Debian's slim image: no curl, no wget. */
export const slim: readonly PackageName[] = [
  ...minimal,
  "bash/trixie",
  "coreutils/trixie",
  "dash/trixie",
  "debianutils/trixie",
  "findutils/trixie",
  "grep/trixie",
  "gzip/trixie",
  "hostname/trixie",
  "libacl1/trixie",
  "libattr1/trixie",
  "libcap2/trixie",
  "libgmp10/trixie",
  "libpcre2-8-0/trixie",
  "libselinux1/trixie",
  "libssl3t64/trixie",
  "libsystemd0/trixie",
  "libtinfo6/trixie",
  "libzstd1/trixie",
  "sed/trixie",
  "tar/trixie",
  "zlib1g/trixie",
];

export const curl: readonly PackageName[] = [
  "ca-certificates/trixie",
  "curl/trixie",
  "libbrotli1/trixie",
  "libcom-err2/trixie",
  "libcurl4t64/trixie",
  "libffi8/trixie",
  "libgnutls30t64/trixie",
  "libgssapi-krb5-2/trixie",
  "libhogweed6t64/trixie",
  "libidn2-0/trixie",
  "libk5crypto3/trixie",
  "libkeyutils1/trixie",
  "libkrb5-3/trixie",
  "libkrb5support0/trixie",
  "libldap2/trixie",
  "libnettle8t64/trixie",
  "libnghttp2-14/trixie",
  "libnghttp3-9/trixie",
  "libp11-kit0/trixie",
  "libpsl5t64/trixie",
  "librtmp1/trixie",
  "libsasl2-2/trixie",
  "libssh2-1t64/trixie",
  "libtasn1-6/trixie",
  "libunistring5/trixie",
];
