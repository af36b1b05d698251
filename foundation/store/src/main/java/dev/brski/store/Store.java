package dev.brski.store;

import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The durable state of one role, in one folder: what {@link #commit} has returned survives whatever
 * happens to the process or the power.
 *
 * <p>All changes go through one writer thread, which makes whatever waits durable with one sync; a
 * change that fails is undone alone. Readings go on beside it, and see everything whose commit had
 * returned before they began.
 */
public final class Store implements AutoCloseable {

  static final String FILE = "store.db";
  private static final int READERS = 4;

  private final FolderLock lock;
  private final Writer writer;
  private final Readers readers;
  private final Followers followers;
  private final Ids ids;
  private final Room room;

  private Store(
      FolderLock lock, Writer writer, Readers readers, Followers followers, Ids ids, Room room) {
    this.lock = lock;
    this.writer = writer;
    this.readers = readers;
    this.followers = followers;
    this.ids = ids;
    this.room = room;
  }

  /**
   * Opens the store of a folder, and makes folder, file and tables where they are missing.
   *
   * @param migrations the role's own SQL scripts, the first for a new store; a script that was ever
   *     released never changes, and new ones are added at the end
   * @throws StoreLocked at once, if a running program owns the folder
   * @throws SchemaRefused if the tables were made by a newer program or another one
   * @throws StoreUnavailable if the disk refuses
   */
  public static Store open(Path dataFolder, List<String> migrations, InstantSource clock)
      throws StoreLocked, SchemaRefused {
    return open(dataFolder, migrations, clock, Reserve.standard());
  }

  /**
   * The same with another reserve.
   *
   * @param reserve what {@link #requireRoom} leaves free
   * @throws StoreLocked at once, if a running program owns the folder
   * @throws SchemaRefused if the tables were made by a newer program or another one
   * @throws StoreUnavailable if the disk refuses
   */
  public static Store open(
      Path dataFolder, List<String> migrations, InstantSource clock, Reserve reserve)
      throws StoreLocked, SchemaRefused {
    try {
      var folder = Folder.make(dataFolder);
      var lock = FolderLock.take(folder);
      Optional<Store> store = Optional.empty();
      try {
        store = Optional.of(open(folder, lock, migrations, clock, reserve));
        return store.get();
      } finally {
        if (store.isEmpty()) {
          lock.close();
        }
      }
    } catch (IOException e) {
      throw new StoreUnavailable(
          "The store in %s cannot be opened: %s. Check the folder, its permissions and its free space."
              .formatted(dataFolder, e),
          e);
    }
  }

  private static Store open(
      Folder folder, FolderLock lock, List<String> migrations, InstantSource clock, Reserve reserve)
      throws IOException, SchemaRefused {
    var database = new Sqlite(folder.file(FILE));
    var session = database.openWriter();
    Optional<Writer> writer = Optional.empty();
    try {
      new Migrations(folder.path(), migrations).apply(session, folder, clock);
      var followers = new Followers();
      var idMark = new IdMark(session, clock);
      writer = Optional.of(new Writer(database, session, clock, idMark, followers));
      writer.get().start();
      return new Store(
          lock,
          writer.get(),
          new Readers(database, READERS),
          followers,
          idMark.ids(),
          Room.of(folder.path(), reserve));
    } finally {
      if (writer.isEmpty()) {
        session.close();
      }
    }
  }

  /**
   * Does a piece of work wholly or not at all, and returns its result once that is durable.
   *
   * @throws Conflict or whatever else the work threw, which undid it
   * @throws StoreUnavailable if the disk refused, and nothing is acknowledged
   */
  public <T> T commit(Work<T> work) {
    return writer.commit(work);
  }

  /**
   * Makes a change wholly or not at all, and returns once it is durable.
   *
   * @throws Conflict or whatever else the change threw, which undid it
   * @throws StoreUnavailable if the disk refused, and nothing is acknowledged
   */
  public void change(Change change) {
    commit(
        transaction -> {
          change.in(transaction);
          return true;
        });
  }

  /**
   * To be called before something new is begun, and not for what is under way: it is refused while
   * less of the disk is free than the reserve, so that the rest of it lets what was begun come to
   * its end. It is cheap enough for every request.
   *
   * @throws StoreUnavailable if there is no room; the log has said so
   */
  public void requireRoom() {
    room.require();
  }

  /**
   * Reads the store as it is at one moment.
   *
   * @throws StoreUnavailable if the disk refuses
   */
  public <T> T read(Query<T> query) {
    writer.requireOutside();
    return readers.read(query);
  }

  /** The journal's lines after a number, oldest first, at most so many. */
  public List<JournalEntry> journalAfter(long seq, int limit) {
    return read(reading -> reading.journalAfter(seq, limit));
  }

  /**
   * Waits until the journal has a line after this number, at most so long, and not beyond the
   * store's end; an event ends the waiting, so that there is no need to ask again and again.
   *
   * @return whether there is such a line
   */
  public boolean awaitJournalAfter(long seq, Duration atMost) throws InterruptedException {
    return followers.awaitAfter(seq, atMost);
  }

  /** The last durable line of the journal. */
  public JournalHead journalHead() {
    return followers.head();
  }

  /** Whether every line of the journal is still what was written, and none is missing. */
  public Verdict<JournalHead> verifyJournal() {
    var known = followers.head();
    return read(reading -> Journal.verify(reading, known));
  }

  /**
   * The same of a folder's journal, without its lock; the program that owns it may be at work. A
   * folder without a store has a journal without lines.
   *
   * @throws StoreUnavailable if it cannot be read
   */
  public static Verdict<JournalHead> verifyJournal(Path dataFolder) {
    var file = dataFolder.resolve(FILE);
    if (!Files.exists(file)) {
      return Verdict.accepted(JournalHead.EMPTY);
    }
    try (var session = new Sqlite(file).openReader()) {
      return Readers.read(session, reading -> Journal.verify(reading, JournalHead.EMPTY));
    }
  }

  /**
   * Reads a folder's store without its lock; the program that owns it may be at work. Nothing is
   * changed by it.
   *
   * @return empty when the folder has no store, or one of an older program, which lacks tables
   * @throws SchemaRefused if the tables were made by a newer program or another one
   * @throws StoreUnavailable if it cannot be read, or is damaged
   */
  public static <T> Optional<T> readBeside(Path dataFolder, List<String> migrations, Query<T> query)
      throws SchemaRefused {
    var file = dataFolder.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (var session = new Sqlite(file).openReader()) {
      requireSound(session, file);
      return new Migrations(dataFolder, migrations).isPending(session)
          ? Optional.empty()
          : Optional.of(Readers.read(session, query));
    }
  }

  private static void requireSound(Session session, Path file) {
    var found = session.query(Sqlite.SOUNDNESS, row -> row.text("quick_check"));
    if (!found.equals(List.of("ok"))) {
      throw new StoreUnavailable(
          "The store %s is damaged: %s. Stop its program and put back a backup."
              .formatted(file, found.getFirst().replace('\n', ' ')));
    }
  }

  /**
   * Sortable identifiers by this store's clock, each greater than all that the store has kept, even
   * after a restart with a clock that was put back.
   */
  public Ids ids() {
    return ids;
  }

  /** What the writer has done since the store was opened. */
  public Counts counts() {
    return writer.counts();
  }

  /** Finishes the work that was brought before, and gives the folder free. */
  @Override
  public void close() {
    writer.finish();
    followers.close();
    readers.close();
    try (lock) {
      writer.close();
    } catch (IOException e) {
      throw new StoreUnavailable("The lock of the store could not be given free: " + e, e);
    }
  }
}
