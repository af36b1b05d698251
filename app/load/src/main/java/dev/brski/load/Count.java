package dev.brski.load;

/** Counts to a known end and tells how far it is, ten times at most. */
final class Count {

  /** Who is told. */
  @FunctionalInterface
  interface Telling {
    void tell(int done, int all);
  }

  private static final int TIMES = 10;

  private final int all;
  private final int step;
  private final Telling telling;
  private int done;

  Count(int all, Telling telling) {
    this.all = all;
    this.step = Math.max(1, Math.ceilDiv(all, TIMES));
    this.telling = telling;
  }

  synchronized void one() {
    done++;
    if (done % step == 0 || done == all) {
      telling.tell(done, all);
    }
  }
}
