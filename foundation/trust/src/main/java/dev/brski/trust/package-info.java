/** Credentials, anchors and the strict, bounded validation of certificate paths. */
@NullMarked
package dev.brski.trust;

import org.jspecify.annotations.NullMarked;
