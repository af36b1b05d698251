/** Judgements as values: a refusal says which check failed, why, and what to do next. */
@NullMarked
package dev.brski.verdict;

import org.jspecify.annotations.NullMarked;
