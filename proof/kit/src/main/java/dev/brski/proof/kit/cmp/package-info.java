/** CMP by hand: octets that a test puts together and takes apart, with no class of ours. */
@NullMarked
package dev.brski.proof.kit.cmp;

import org.jspecify.annotations.NullMarked;
