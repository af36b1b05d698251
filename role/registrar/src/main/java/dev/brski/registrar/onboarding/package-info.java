/** Where the state of a device changes, and nowhere else: every change is one durable commit. */
@NullMarked
package dev.brski.registrar.onboarding;

import org.jspecify.annotations.NullMarked;
