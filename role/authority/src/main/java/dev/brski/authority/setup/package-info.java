/**
 * What the commands beside an authority do: make its folder, register registrars and manufacturers,
 * list.
 */
@NullMarked
package dev.brski.authority.setup;

import org.jspecify.annotations.NullMarked;
