/**
 * The MASA's leg of the voucher exchange: the registrar's request, and the verdict on the voucher.
 */
@NullMarked
package dev.brski.registrar.imprint;

import org.jspecify.annotations.NullMarked;
