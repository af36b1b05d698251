/** Delayed delivery: what is said to devices whose requests are held (RFC 9483 section 5.1.5). */
@NullMarked
package dev.brski.authority.waiting;

import org.jspecify.annotations.NullMarked;
