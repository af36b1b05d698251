/**
 * The rules of RFC 8995 on voucher artifacts, a column of checks for each party that looks at one,
 * in the order of the specification.
 */
@NullMarked
package dev.brski.voucher.check;

import org.jspecify.annotations.NullMarked;
