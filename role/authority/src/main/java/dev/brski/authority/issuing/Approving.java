package dev.brski.authority.issuing;

import dev.brski.authority.ledger.ApprovalCheck;
import dev.brski.authority.ledger.Approvals;
import dev.brski.authority.ledger.Enrollment;
import dev.brski.authority.ledger.Ruling;
import dev.brski.verdict.Verdict;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What a person decides on a request that is held. The decision is durable before anything follows
 * from it; what a crash leaves undone then is done at the next start, or when the device asks.
 */
public final class Approving {

  private final Approvals approvals;
  private final KeyRule keys;
  private final Reserving reserving;
  private final Issuing issuing;
  private final InstantSource clock;

  /**
   * Decisions on the held requests of a ledger.
   *
   * @param keys which are certified now
   */
  public Approving(
      Approvals approvals,
      KeyRule keys,
      Reserving reserving,
      Issuing issuing,
      InstantSource clock) {
    this.approvals = approvals;
    this.keys = keys;
    this.reserving = reserving;
    this.issuing = issuing;
    this.clock = clock;
  }

  /** Has the certificate made; its validity counts from now. */
  public Verdict<Enrollment> approve(String id, String by, Optional<String> reason) {
    return ruling(by, reason)
        .flatMap(ruling -> approvals.approve(id, ruling, keys::objection, reserving::reserve))
        .map(this::answered);
  }

  /** Refuses the certificate. */
  public Verdict<Enrollment> deny(String id, String by, Optional<String> reason) {
    return ruling(by, reason).flatMap(ruling -> approvals.deny(id, ruling)).map(this::answered);
  }

  private Enrollment answered(Enrollment enrollment) {
    issuing.answer(enrollment);
    return enrollment;
  }

  private Verdict<Ruling> ruling(String by, Optional<String> reason) {
    var ruling = new Ruling(by, reason, clock.instant());
    return ruling.isSound()
        ? Verdict.accepted(ruling)
        : Verdict.refused(
            ApprovalCheck.RULING,
            "the user's name or the reason is empty, too long or not printable",
            "Give a reason of at most 500 printable characters on one line: --reason TEXT.");
  }
}
