/** Asking for the status of certificates, and answering (RFC 6960, RFC 5019, RFC 9654). */
@NullMarked
package dev.brski.ocsp;

import org.jspecify.annotations.NullMarked;
