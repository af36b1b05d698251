/** Whether the certificates of registrars are revoked (RFC 8995 section 5.5.3). */
@NullMarked
package dev.brski.masa.status;

import org.jspecify.annotations.NullMarked;
