/** The manufacturer: the IDevID tree, the voucher anchor, and new devices. */
@NullMarked
package dev.brski.factory;

import org.jspecify.annotations.NullMarked;
