/** The clock as a value, because a pledge may not know what time it is. */
@NullMarked
package dev.brski.time;

import org.jspecify.annotations.NullMarked;
