package dev.brski.trust;

import java.util.ArrayDeque;

/** Looks at the shape of BER before a recursive parser does, so that depth cannot exhaust it. */
public final class Nesting {

  private static final int INDEFINITE = -1;
  private static final int CONSTRUCTED = 0x20;

  private final byte[] ber;
  private final ArrayDeque<Integer> ends = new ArrayDeque<>();
  private int position;

  private Nesting(byte[] ber) {
    this.ber = ber;
  }

  /** Whether the octets are one BER value, its lengths consistent, no deeper than given. */
  public static boolean isWithin(byte[] ber, int deepest) {
    return new Nesting(ber).walk(deepest);
  }

  private boolean walk(int deepest) {
    do {
      if (!step(deepest)) {
        return false;
      }
      while (!ends.isEmpty() && ends.peek() == position) {
        ends.pop();
      }
    } while (!ends.isEmpty());
    return position == ber.length;
  }

  private boolean step(int deepest) {
    int end = limit();
    if (position + 2 > end) {
      return false;
    }
    int tag = ber[position++] & 0xff;
    if (tag == 0 && ber[position] == 0 && !ends.isEmpty() && ends.peek() == INDEFINITE) {
      position++;
      ends.pop();
      return true;
    }
    if ((tag & 0x1f) == 0x1f && !skipLongTag(end)) {
      return false;
    }
    if (position >= end) {
      return false;
    }
    int length = ber[position++] & 0xff;
    boolean constructed = (tag & CONSTRUCTED) != 0;
    if (length == 0x80) {
      ends.push(INDEFINITE);
      return constructed && ends.size() <= deepest;
    }
    long octets = length < 0x80 ? length : longLength(length & 0x7f, end);
    if (octets < 0 || position + octets > end) {
      return false;
    }
    if (constructed) {
      ends.push((int) (position + octets));
      return ends.size() <= deepest;
    }
    position += (int) octets;
    return true;
  }

  private boolean skipLongTag(int end) {
    while (position < end && (ber[position] & 0x80) != 0) {
      position++;
    }
    return ++position < end;
  }

  private long longLength(int count, int end) {
    if (count > 4 || position + count > end) {
      return -1;
    }
    long octets = 0;
    for (int i = 0; i < count; i++) {
      octets = (octets << 8) | (ber[position++] & 0xff);
    }
    return octets;
  }

  private int limit() {
    for (int end : ends) {
      if (end != INDEFINITE) {
        return end;
      }
    }
    return ber.length;
  }
}
