package dev.brski.registrar.control;

import dev.brski.registrar.renewal.Renewal;
import dev.brski.registrar.renewal.RenewalCheck;
import dev.brski.registrar.renewal.Renewals;
import dev.brski.registrar.renewal.SelfRenewal;
import dev.brski.registrar.renewal.Succession;
import dev.brski.registrar.setup.SetupCheck;
import dev.brski.trust.Certificates;
import dev.brski.trust.Keyring.Generation;
import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The registrar's own credential, as operators see and renew it. */
public final class CredentialDesk {

  /**
   * The newest credential, and what becomes of it.
   *
   * @param subject as text
   * @param certificate its serial number
   * @param renewalDue from when it is renewed
   * @param automatic whether the registrar does that by itself
   * @param shown the generation that pledges are shown, which is an older one as long as voucher
   *     exchanges under that are under way; empty when the registrar is at rest
   * @param trouble why its renewal has not succeeded so far
   */
  public record Standing(
      int generation,
      String subject,
      String certificate,
      Instant notBefore,
      Instant notAfter,
      Instant renewalDue,
      boolean automatic,
      Optional<Integer> shown,
      Optional<Trouble> trouble) {}

  /**
   * Why a renewal has not succeeded so far.
   *
   * @param nextAttempt when it is tried again, if the registrar does so by itself
   */
  public record Trouble(String cause, String remedy, Instant nextAttempt) {}

  /**
   * What was read again.
   *
   * @param taken the generations that were new
   */
  public record Reread(List<Integer> taken, Standing standing) {}

  private final Succession succession;
  private final Renewals renewals;
  private final SelfRenewal renewal;
  private final boolean automatic;
  private final boolean possible;
  private final Supplier<Optional<Integer>> shown;

  /**
   * @param automatic whether the registrar renews by itself
   * @param possible whether the authority is one at which it can be renewed
   * @param shown the generation that pledges are shown, if the registrar runs
   */
  public CredentialDesk(
      Succession succession,
      Renewals renewals,
      SelfRenewal renewal,
      boolean automatic,
      boolean possible,
      Supplier<Optional<Integer>> shown) {
    this.succession = succession;
    this.renewals = renewals;
    this.renewal = renewal;
    this.automatic = automatic;
    this.possible = possible;
    this.shown = shown;
  }

  /** How it stands. */
  public Standing standing() {
    var current = succession.current();
    var leaf = current.credential().leaf();
    return new Standing(
        current.number(),
        Certificates.nameText(leaf.getSubjectX500Principal()),
        Certificates.serialNumber(leaf),
        leaf.getNotBefore().toInstant(),
        leaf.getNotAfter().toInstant(),
        Certificates.renewalDue(leaf),
        automatic,
        shown.get(),
        renewals.latest().filter(latest -> concerns(latest, current)).flatMap(this::trouble));
  }

  private static boolean concerns(Renewal latest, Generation current) {
    return latest.generation() == current.number();
  }

  private Optional<Trouble> trouble(Renewal latest) {
    return latest
        .trouble()
        .map(trouble -> new Trouble(trouble.cause(), trouble.remedy(), latest.nextAttempt()));
  }

  /**
   * Renews it now, or goes on with what is under way.
   *
   * @throws IOException when a file of the registrar cannot be read or written
   */
  public Verdict<Standing> renew() throws IOException {
    if (!possible) {
      return Verdict.refused(
          RenewalCheck.ELSEWHERE,
          "this authority gets no request twice, or its answers do not verify under the domain's"
              + " CA (upstream in brski.yaml)",
          "Get the next certificate from the CA by its own means, put it into keys/, and let the"
              + " registrar read it: brski registrar reload.");
    }
    try {
      return renewal.renew().map(_ -> standing());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Verdict.refused(
          SetupCheck.RUNNING, "the registrar is ending", "Start it, and do this again.");
    }
  }

  /** Takes in what was put into its keyring. */
  public Verdict<Reread> reread() {
    return succession
        .takeArrived()
        .map(arrived -> new Reread(arrived.stream().map(Generation::number).toList(), standing()));
  }
}
