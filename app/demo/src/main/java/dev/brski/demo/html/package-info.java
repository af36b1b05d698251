/** Hypertext as a tree: whatever text is put into it, it stays text. */
@NullMarked
package dev.brski.demo.html;

import org.jspecify.annotations.NullMarked;
