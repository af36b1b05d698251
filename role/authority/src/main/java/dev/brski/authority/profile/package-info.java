/** What certificates are like: profiles of an operator, and what each makes of a device. */
@NullMarked
package dev.brski.authority.profile;

import org.jspecify.annotations.NullMarked;
