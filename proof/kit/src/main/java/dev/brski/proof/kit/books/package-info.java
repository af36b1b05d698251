/** Balances the parties' books against each other, from their own ledgers and folders alone. */
@NullMarked
package dev.brski.proof.kit.books;

import org.jspecify.annotations.NullMarked;
