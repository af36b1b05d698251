/** Whether a voucher is issued, and the voucher (RFC 8995 sections 5.5 and 5.6). */
@NullMarked
package dev.brski.masa.issuing;

import org.jspecify.annotations.NullMarked;
