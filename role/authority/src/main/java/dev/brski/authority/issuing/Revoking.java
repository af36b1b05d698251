package dev.brski.authority.issuing;

import dev.brski.authority.ledger.RevocationOrder;
import dev.brski.authority.ledger.Revocations;
import dev.brski.authority.ledger.RevokedCertificate;
import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Revokes, and lets everybody know. */
public final class Revoking {

  private static final Logger LOG = LoggerFactory.getLogger(Revoking.class);

  private final Revocations revocations;
  private final List<Publishing> publishing;

  /**
   * Revocations, and where they are published.
   *
   * @param publishing for each issuing CA, the oldest first
   */
  public Revoking(Revocations revocations, List<Publishing> publishing) {
    this.revocations = revocations;
    this.publishing = List.copyOf(publishing);
  }

  /**
   * Revokes what is named and publishes a list that says so.
   *
   * @throws IOException when the list's file cannot be written; it is revoked all the same
   */
  public Verdict<List<RevokedCertificate>> revoke(RevocationOrder order) throws IOException {
    var revoked = revocations.revoke(order);
    if (revoked instanceof Verdict.Accepted<List<RevokedCertificate>>) {
      lists();
    }
    return revoked;
  }

  /**
   * The lists in force, the newest issuing CA's first; a new one where that is due. An issuing CA
   * that is expired makes none any more.
   *
   * @throws IOException when a file cannot be written
   */
  public List<PublishedList> lists() throws IOException {
    var all = new ArrayList<PublishedList>();
    for (var each : publishing.reversed()) {
      if (each.isNeeded()) {
        all.add(new PublishedList(each.issuingCa().generation(), each.current()));
      }
    }
    return List.copyOf(all);
  }

  /**
   * Publishes what was revoked on request. It is revoked, whether or not the list can be written
   * now; another try comes by itself.
   */
  void publish() {
    try {
      LOG.debug("{} revocation lists are in force", lists().size());
    } catch (IOException e) {
      LOG.error(
          "A certificate was revoked on request, but the list could not be published: {}. Look at"
              + " the disk; it is tried again within minutes.",
          e.getMessage());
    }
  }
}
