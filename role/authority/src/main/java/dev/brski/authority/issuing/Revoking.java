package dev.brski.authority.issuing;

import dev.brski.authority.ledger.RevocationList;
import dev.brski.authority.ledger.RevocationOrder;
import dev.brski.authority.ledger.Revocations;
import dev.brski.authority.ledger.RevokedCertificate;
import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Revokes, and lets everybody know. */
public final class Revoking {

  private static final Logger LOG = LoggerFactory.getLogger(Revoking.class);

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

  /**
   * Publishes what was revoked on request. It is revoked, whether or not the list can be written
   * now; another try comes by itself.
   */
  void publish() {
    try {
      var list = publishing.current();
      LOG.debug("revocation list {} names what was asked for", list.number());
    } catch (IOException e) {
      LOG.error(
          "A certificate was revoked on request, but the list could not be published: {}. Look at"
              + " the disk; it is tried again within minutes.",
          e.getMessage());
    }
  }
}
