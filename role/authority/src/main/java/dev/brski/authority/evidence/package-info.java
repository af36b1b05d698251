/**
 * What a certificate of this authority rests on, taken from the ledger and put into a folder that
 * can be checked without this program.
 */
@NullMarked
package dev.brski.authority.evidence;

import org.jspecify.annotations.NullMarked;
