/** Certificate management messages as RFC 9483 profiles them. */
@NullMarked
package dev.brski.cmp;

import org.jspecify.annotations.NullMarked;
