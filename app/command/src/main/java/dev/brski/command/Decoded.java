package dev.brski.command;

import dev.brski.trust.Description;

/** A message that could be decoded. */
record Decoded(Description tree) {

  void report(Output output) {
    output.report(tree, tree.toText().lines().toList());
  }
}
