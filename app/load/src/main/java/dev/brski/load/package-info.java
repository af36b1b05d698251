/** The load generator: one process that is many pledges, and what it measured. */
@NullMarked
package dev.brski.load;

import org.jspecify.annotations.NullMarked;
