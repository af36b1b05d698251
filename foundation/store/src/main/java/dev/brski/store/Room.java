package dev.brski.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the disk has room for something new. It is looked at when somebody asks, and once a
 * second at most; a change is logged once, however many ask.
 */
final class Room {

  private static final Logger log = LoggerFactory.getLogger(Room.class);
  private static final long PAUSE = Duration.ofSeconds(1).toNanos();

  /**
   * How much more than the reserve has to be free again, so that it does not change at each look.
   */
  private static final int MORE = 8;

  /** The octets that are free. */
  interface Free {
    long octets() throws IOException;
  }

  private final Path folder;
  private final Reserve reserve;
  private final Free free;
  private final LongSupplier nanos;
  private final AtomicLong nextLook;
  private volatile Optional<String> scarcity = Optional.empty();
  private boolean blind;

  Room(Path folder, Reserve reserve, Free free, LongSupplier nanos) {
    this.folder = folder;
    this.reserve = reserve;
    this.free = free;
    this.nanos = nanos;
    this.nextLook = new AtomicLong(nanos.getAsLong());
  }

  /** That of the file system with a folder. */
  static Room of(Path folder, Reserve reserve) {
    return new Room(folder, reserve, freeIn(folder), System::nanoTime);
  }

  /** What is free in the file system with a folder. */
  static Free freeIn(Path folder) {
    return () -> Files.getFileStore(folder).getUsableSpace();
  }

  /**
   * Returns if there is room.
   *
   * @throws StoreUnavailable if there is less than is kept for what is under way
   */
  void require() {
    long now = nanos.getAsLong();
    long due = nextLook.get();
    if (now - due >= 0 && nextLook.compareAndSet(due, now + PAUSE)) {
      look();
    }
    scarcity.ifPresent(
        why -> {
          throw new StoreUnavailable(why);
        });
  }

  private synchronized void look() {
    try {
      judge(free.octets());
      blind = false;
    } catch (IOException e) {
      if (!blind) {
        blind = true;
        log.warn("The free space of {} cannot be found out: {}", folder, e.toString());
      }
    }
  }

  private void judge(long octets) {
    if (scarcity.isEmpty() && octets < reserve.octets()) {
      var why =
          "%s are free in %s, less than the %s (free-space-at-least) that are left for what is under way"
              .formatted(Reserve.text(octets), folder, reserve);
      log.error("Nothing new is begun: {}. Free some space; no restart is needed.", why);
      scarcity = Optional.of(why);
    } else if (scarcity.isPresent() && octets >= reserve.octets() + reserve.octets() / MORE) {
      log.info("{} are free in {} again: new requests are taken.", Reserve.text(octets), folder);
      scarcity = Optional.empty();
    }
  }
}
