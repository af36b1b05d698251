/** The pledge: a device that becomes a member of its new owner's domain. */
@NullMarked
package dev.brski.pledge;

import org.jspecify.annotations.NullMarked;
