/** The column of checks that a message passes before anything is issued on it. */
@NullMarked
package dev.brski.authority.intake;

import org.jspecify.annotations.NullMarked;
