package dev.brski.store;

import java.nio.file.Path;
import java.util.OptionalLong;

/** The folder belongs to a running program, which alone may open its store. */
public final class StoreLocked extends Exception {

  private static final long serialVersionUID = 1;

  private final long owner;

  StoreLocked(Path folder, OptionalLong owner) {
    super(
        "Cannot open the store in %s: it is in use by %s. Speak to that program, or stop it first."
            .formatted(
                folder,
                owner.isPresent() ? "process " + owner.getAsLong() : "a process that just starts"));
    this.owner = owner.orElse(0);
  }

  /** The process id of the owner; empty in the instant before it has written it down. */
  public OptionalLong owner() {
    return owner == 0 ? OptionalLong.empty() : OptionalLong.of(owner);
  }
}
