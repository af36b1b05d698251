/** Strict configuration read from YAML. */
@NullMarked
package dev.brski.settings;

import org.jspecify.annotations.NullMarked;
