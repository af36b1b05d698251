/**
 * The local RA: checks of the pledge's messages, consent by signature, and the authority's answers.
 */
@NullMarked
package dev.brski.registrar.enrollment;

import org.jspecify.annotations.NullMarked;
