/** The story of a demonstration, as a page that needs nothing but itself. */
@NullMarked
package dev.brski.demo.story;

import org.jspecify.annotations.NullMarked;
