/** What every request of a registrar passes first: quotas and the judgement of what it brings. */
@NullMarked
package dev.brski.masa.intake;

import org.jspecify.annotations.NullMarked;
