/** What persons write, read strictly: configuration in YAML, and tables. */
@NullMarked
package dev.brski.settings;

import org.jspecify.annotations.NullMarked;
