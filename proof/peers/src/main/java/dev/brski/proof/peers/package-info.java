/** Programs around the libraries of others, each on the libraries that those need. */
@NullMarked
package dev.brski.proof.peers;

import org.jspecify.annotations.NullMarked;
