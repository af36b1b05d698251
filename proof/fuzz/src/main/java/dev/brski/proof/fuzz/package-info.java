/** Octets that nobody wrote, for every decoder that a stranger reaches. */
@NullMarked
package dev.brski.proof.fuzz;

import org.jspecify.annotations.NullMarked;
