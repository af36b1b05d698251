package dev.brski.pledge;

import dev.brski.trust.CryptoSuite;
import dev.brski.trust.PathValidator;
import dev.brski.wire.ChannelLimits;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The way of a device from its birth certificate into its owner's domain (RFC 8995 section 2.1, RFC
 * 9733 section 4).
 *
 * <p>Everything that a resumption needs is in the folder before a message goes out, so a run may
 * end at any point, by a kill too; the next one on the same folder goes on with the same key and
 * the same messages.
 */
public final class Onboarding {

  /** Of any answer but one that may hold a revocation list. */
  static final int MOST_REPLY_OCTETS = 256 << 10;

  private final Tools tools;
  private final Disk disk;

  private Onboarding(Tools tools, Disk disk) {
    this.tools = tools;
    this.disk = disk;
  }

  /** An onboarding that measures time by a timer and tells an observer what happens. */
  public static Onboarding standard(Pause pause, Observer observer) {
    return within(ChannelLimits.standard().withReplyBytes(MOST_REPLY_OCTETS), pause, observer);
  }

  /** The same with limits of its own for what a registrar may send, and how slowly. */
  public static Onboarding within(ChannelLimits limits, Pause pause, Observer observer) {
    return on(Disk.durable(), limits, pause, observer);
  }

  /** The same, of another device: it tells another observer. */
  public Onboarding observedBy(Observer other) {
    return new Onboarding(tools.observedBy(other), disk);
  }

  static Onboarding on(Disk disk, ChannelLimits limits, Pause pause, Observer observer) {
    var suite = CryptoSuite.standard();
    return new Onboarding(
        new Tools(suite, PathValidator.standard(suite), limits, pause, observer), disk);
  }

  /**
   * Goes as far as it can, from wherever the folder says the device is; on a member's folder it
   * does nothing, but tells the registrar if that is still to be done.
   *
   * @throws FolderInUse when another run is at work on the folder
   * @throws IllegalArgumentException when no registrar was named and the folder knows none
   * @throws IOException when the folder cannot be read or written, or holds no birth certificate
   * @throws InterruptedException when the thread was interrupted while waiting
   */
  public Outcome onboard(OnboardOptions options) throws IOException, InterruptedException {
    return Run.on(
        disk,
        tools,
        options,
        journey -> {
          if (journey.progress() instanceof Progress.Idle) {
            demandBeginning(options, journey.folder());
          }
          return new Way(journey).go();
        });
  }

  /**
   * Where the device is; a run that is at work is not disturbed.
   *
   * @throws IOException when the folder cannot be read or holds no birth certificate
   */
  public PledgeStatus status(Path folder) throws IOException {
    var birth = BirthCertificate.read(folder, tools.suite());
    var opened = new PledgeFolder(disk, folder);
    var saved = opened.load(tools.pause().now());
    return PledgeStatus.of(birth.serialNumber(), saved, opened.ldevidChain(), opened.roots());
  }

  /**
   * Removes the membership and all that is under way: what is left is what the factory wrote.
   *
   * @throws FolderInUse when a run is at work on the folder
   * @throws IOException when something cannot be removed
   */
  public void reset(Path folder) throws IOException {
    try (var lock = FolderLock.take(folder)) {
      new PledgeFolder(disk, folder).reset(lock);
    }
  }

  private static void demandBeginning(OnboardOptions options, PledgeFolder folder)
      throws IOException {
    if (folder.holdsMembership()) {
      throw new IOException(
          "the folder "
              + options.folder()
              + " holds a membership that no onboarding put there; a configured device does not"
              + " onboard (RFC 8995 section 5): reset the pledge first if it should");
    }
    if (options.registrars().isEmpty()) {
      throw new IllegalArgumentException("no registrar is known: name one as https://HOST[:PORT]");
    }
  }

  /** The registrar that the folder knows: the one being asked, or the one that enrolled. */
  static Optional<URI> registrarOf(Progress progress) {
    return switch (progress) {
      case Progress.Idle _ -> Optional.empty();
      case Progress.Revoked(URI registrar, String _, String _) -> Optional.of(registrar);
      case Progress.Joining(Exchange exchange) -> Optional.of(exchange.registrar());
      case Progress.Imprinted(Imprint imprint) -> Optional.of(imprint.registrar());
      case Progress.Enrolling(Imprint imprint, Transaction _) -> Optional.of(imprint.registrar());
      case Progress.Installing(Imprint imprint, Transaction _) -> Optional.of(imprint.registrar());
      case Progress.Member(Imprint imprint, Transaction _, boolean _) ->
          Optional.of(imprint.registrar());
    };
  }
}
