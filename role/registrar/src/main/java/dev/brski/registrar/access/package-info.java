/** How a registrar shows itself to a MASA (RFC 8995 section 5.4). */
@NullMarked
package dev.brski.registrar.access;

import org.jspecify.annotations.NullMarked;
