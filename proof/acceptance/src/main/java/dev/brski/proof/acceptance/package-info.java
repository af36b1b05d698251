/** Acceptance tests: real processes, sockets and files. */
@NullMarked
package dev.brski.proof.acceptance;

import org.jspecify.annotations.NullMarked;
