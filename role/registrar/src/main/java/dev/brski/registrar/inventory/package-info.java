/** Which devices may join: the inventory, lists of models, and what persons say. */
@NullMarked
package dev.brski.registrar.inventory;

import org.jspecify.annotations.NullMarked;
