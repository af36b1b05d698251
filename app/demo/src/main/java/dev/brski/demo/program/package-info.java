/** Other programs, started, watched and ended. */
@NullMarked
package dev.brski.demo.program;

import org.jspecify.annotations.NullMarked;
