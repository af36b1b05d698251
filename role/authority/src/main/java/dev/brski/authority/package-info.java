/** The authority of a domain: its RA and its CA. */
@NullMarked
package dev.brski.authority;

import org.jspecify.annotations.NullMarked;
