/** A demonstration: it starts every role as a process of its own and tells what happened. */
@NullMarked
package dev.brski.demo;

import org.jspecify.annotations.NullMarked;
