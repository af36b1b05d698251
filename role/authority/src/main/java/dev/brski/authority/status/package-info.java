/** The status of certificates, for everybody who asks (OCSP, RFC 6960). */
@NullMarked
package dev.brski.authority.status;

import org.jspecify.annotations.NullMarked;
