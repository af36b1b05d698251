/** What operators may ask of a running authority, over its control socket. */
@NullMarked
package dev.brski.authority.control;

import org.jspecify.annotations.NullMarked;
