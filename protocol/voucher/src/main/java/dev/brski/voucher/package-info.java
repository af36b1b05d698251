/** Vouchers, voucher-requests, audit logs and telemetry as RFC 8366 and RFC 8995 define them. */
@NullMarked
package dev.brski.voucher;

import org.jspecify.annotations.NullMarked;
