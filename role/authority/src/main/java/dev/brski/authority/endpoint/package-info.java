/** The authority on the wire: CMP over HTTPS (RFC 9811). */
@NullMarked
package dev.brski.authority.endpoint;

import org.jspecify.annotations.NullMarked;
