package dev.brski.pledge;

import java.io.IOException;
import java.nio.file.Path;

/** A disk under which the power fails at the n-th change. */
final class FailingDisk implements Disk {

  static final class PowerFailure extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** On which side of a write the power fails. */
  enum Side {
    BEFORE,
    AFTER
  }

  /** Something that changes a disk, under which the power fails at the n-th change. */
  interface Work {

    /** Whether there was an n-th change to fail at. */
    boolean failsAt(int n) throws Exception;
  }

  private final Side side;
  private int left;

  FailingDisk(Side side, int n) {
    this.side = side;
    this.left = n;
  }

  /** Lets the power fail at each change in turn, and says how many there are, and one more. */
  static int atEach(Work work) throws Exception {
    int n = 1;
    while (work.failsAt(n)) {
      n++;
    }
    return n;
  }

  @Override
  public void write(Path file, byte[] content, boolean secret) throws IOException {
    fail(Side.BEFORE);
    Disk.durable().write(file, content, secret);
    fail(Side.AFTER);
  }

  @Override
  public void delete(Path file) throws IOException {
    fail(Side.BEFORE);
    Disk.durable().delete(file);
    fail(Side.AFTER);
  }

  private void fail(Side now) {
    if (now == side && --left == 0) {
      throw new PowerFailure();
    }
  }
}
