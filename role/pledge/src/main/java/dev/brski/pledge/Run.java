package dev.brski.pledge;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;

/** One run on a pledge's folder, which it has for itself. */
final class Run {

  /** What is done in it. */
  interface Work<T> {
    T on(Journey journey) throws IOException, InterruptedException;
  }

  private Run() {}

  /**
   * Does the work from where the folder says the device is; what an earlier run was cut short in
   * putting into its place is put there first.
   *
   * @throws FolderInUse when another run is at work on the folder
   * @throws IOException when the folder cannot be read or written, or holds no birth certificate
   * @throws InterruptedException when the thread was interrupted while waiting
   */
  static <T> T on(Disk disk, Tools tools, OnboardOptions options, Work<T> work)
      throws IOException, InterruptedException {
    var birth = BirthCertificate.read(options.folder(), tools.suite());
    var folder = new PledgeFolder(disk, options.folder());
    try (var _ = FolderLock.take(options.folder())) {
      folder.tidy();
      var saved = folder.load(tools.pause().now());
      folder.removeWhatIsOver(saved);
      try (var journey = new Journey(tools, options, folder, birth, saved)) {
        Renewal.settle(journey);
        return work.on(journey);
      }
    } catch (ClosedByInterruptException e) {
      Thread.interrupted();
      throw (InterruptedException)
          new InterruptedException("interrupted while writing to the folder").initCause(e);
    }
  }
}
