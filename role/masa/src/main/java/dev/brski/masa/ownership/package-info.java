/** Who owns which device, which devices are blocked, and what a voucher may say of it. */
@NullMarked
package dev.brski.masa.ownership;

import org.jspecify.annotations.NullMarked;
