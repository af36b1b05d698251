/** How an operator's command reaches a role: the running one, or the store of one at rest. */
@NullMarked
package dev.brski.control;

import org.jspecify.annotations.NullMarked;
