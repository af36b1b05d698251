/** Tools for tests; no product code imports them. */
@NullMarked
package dev.brski.proof.kit;

import org.jspecify.annotations.NullMarked;
