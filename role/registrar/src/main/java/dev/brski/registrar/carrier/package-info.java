/** How a message gets upstream and its answer back; a carrier never waits for an answer inline. */
@NullMarked
package dev.brski.registrar.carrier;

import org.jspecify.annotations.NullMarked;
