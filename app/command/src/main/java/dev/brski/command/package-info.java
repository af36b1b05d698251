/** The command line. */
@NullMarked
package dev.brski.command;

import org.jspecify.annotations.NullMarked;
