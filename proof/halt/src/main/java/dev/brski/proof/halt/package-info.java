/** An agent that halts a program of ours at a durable step, and is no part of any of them. */
@NullMarked
package dev.brski.proof.halt;

import org.jspecify.annotations.NullMarked;
