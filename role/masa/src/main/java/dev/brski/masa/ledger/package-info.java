/** What was issued to whom: the audit log and the vouchers, in one store. */
@NullMarked
package dev.brski.masa.ledger;

import org.jspecify.annotations.NullMarked;
