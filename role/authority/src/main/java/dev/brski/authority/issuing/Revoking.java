package dev.brski.authority.issuing;

import dev.brski.authority.ledger.RevocationList;
import dev.brski.authority.ledger.RevocationOrder;
import dev.brski.authority.ledger.Revocations;
import dev.brski.authority.ledger.RevokedCertificate;
import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.util.List;

/** Revokes, and lets everybody know. */
public final class Revoking {

  private final Revocations revocations;
  private final Publishing publishing;

  /** Revocations, and where their list is published. */
  public Revoking(Revocations revocations, Publishing publishing) {
    this.revocations = revocations;
    this.publishing = publishing;
  }

  /**
   * Revokes what is named and publishes a list that says so.
   *
   * @throws IOException when the list's file cannot be written; it is revoked all the same
   */
  public Verdict<List<RevokedCertificate>> revoke(RevocationOrder order) throws IOException {
    var revoked = revocations.revoke(order);
    if (revoked instanceof Verdict.Accepted<List<RevokedCertificate>>) {
      publishing.current();
    }
    return revoked;
  }

  /**
   * The list in force; a new one if that is due.
   *
   * @throws IOException when its file cannot be written
   */
  public RevocationList list() throws IOException {
    return publishing.current();
  }
}
