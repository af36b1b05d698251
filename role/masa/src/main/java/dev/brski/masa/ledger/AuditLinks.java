package dev.brski.masa.ledger;

import dev.brski.store.Reading;
import dev.brski.store.Store;
import dev.brski.store.Transaction;
import dev.brski.trust.CryptoSuite;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * Audit logs that were prepared to be fetched under an unguessable name (RFC 8995 section 5.8): 256
 * random bits, kept with the very octets until their life is over. The same log for the same client
 * keeps its name for half of that.
 */
public final class AuditLinks {

  private static final int SLUG_OCTETS = 32;

  private final Store store;
  private final CryptoSuite suite;
  private final Duration life;

  /**
   * Keeps them in a store with the tables of {@link Schema}.
   *
   * @param life how long each can be fetched
   */
  public AuditLinks(Store store, CryptoSuite suite, Duration life) {
    this.store = store;
    this.suite = suite;
    this.life = life;
  }

  /**
   * A log that can be fetched.
   *
   * @param slug its name
   * @param content its octets
   * @param endsAt when its life is over
   */
  public record Link(String slug, byte[] content, Instant endsAt) {

    /** Copies the octets in. */
    public Link {
      content = content.clone();
    }

    /** A copy of the octets. */
    @Override
    public byte[] content() {
      return content.clone();
    }
  }

  /**
   * The link to a log; it is durable before it is returned.
   *
   * @param device the device's number in the ledger
   * @param serialNumber its serial number
   * @param client who alone may fetch it, empty for whoever knows the name
   * @throws dev.brski.store.StoreUnavailable if the disk refuses, or has no room for a new one
   */
  public Link make(String device, String serialNumber, String client, byte[] content, Instant now) {
    var sha256 = CryptoSuite.sha256(content);
    return store
        .read(reading -> find(reading, device, client, sha256, now))
        .orElseGet(() -> add(device, serialNumber, client, content, now));
  }

  /** The log with this name, for this client, if its life is not over. */
  public Optional<Link> find(String slug, String client, Instant now) {
    return store.read(
        reading ->
            reading.one(
                """
                SELECT content, ends_at FROM audit_link
                WHERE slug = ? AND client = ? AND ends_at > ? AND ends_at <= ?
                """,
                row -> new Link(slug, row.bytes("content"), row.instant("ends_at")),
                slug,
                client,
                now,
                now.plus(life)));
  }

  private Link add(String device, String serialNumber, String client, byte[] content, Instant now) {
    store.requireRoom();
    var sha256 = CryptoSuite.sha256(content);
    var slug =
        Base64.getUrlEncoder().withoutPadding().encodeToString(suite.randomBytes(SLUG_OCTETS));
    return store.commit(
        transaction ->
            find(transaction, device, client, sha256, now)
                .orElseGet(
                    () -> {
                      var link = new Link(slug, content, now.plus(life));
                      add(transaction, link, device, serialNumber, client, now);
                      return link;
                    }));
  }

  private static void add(
      Transaction transaction,
      Link link,
      String device,
      String serialNumber,
      String client,
      Instant now) {
    transaction.update("DELETE FROM audit_link WHERE ends_at <= ?", now);
    transaction.updateOne(
        "INSERT INTO audit_link (slug, device, client, content_sha256, content, ends_at)"
            + " VALUES (?, ?, ?, ?, ?, ?)",
        link.slug(),
        device,
        client,
        CryptoSuite.sha256(link.content()),
        link.content(),
        link.endsAt());
    transaction.journal(
        "audit log prepared", Optional.of(serialNumber), Map.of("until", link.endsAt().toString()));
  }

  private Optional<Link> find(
      Reading reading, String device, String client, byte[] sha256, Instant now) {
    return reading.one(
        """
        SELECT slug, content, ends_at FROM audit_link
        WHERE device = ? AND client = ? AND content_sha256 = ? AND ends_at > ? AND ends_at <= ?
        ORDER BY ends_at DESC LIMIT 1
        """,
        row -> new Link(row.text("slug"), row.bytes("content"), row.instant("ends_at")),
        device,
        client,
        sha256,
        now.plus(life.dividedBy(2)),
        now.plus(life));
  }
}
