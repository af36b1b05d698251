package dev.brski.masa.ledger;

import dev.brski.store.Reading;
import dev.brski.store.Store;
import dev.brski.store.Transaction;
import dev.brski.trust.Certificates;
import dev.brski.trust.CryptoSuite;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * Audit logs that were prepared to be fetched under an unguessable name (RFC 8995 section 5.8): 256
 * random bits, kept with the very octets until their life is over. The same log for the same domain
 * keeps its name for half of that; a domain has at most four of one device at a time.
 */
public final class AuditLinks {

  private static final int SLUG_OCTETS = 32;
  private static final int MOST_ALIVE = 4;

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
   * @param domain the certificate of the domain that it was prepared for
   * @param content its octets
   * @param endsAt when its life is over
   */
  public record Link(String slug, X509Certificate domain, byte[] content, Instant endsAt) {

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

  /** What a new log needs. */
  private record Wanted(String device, X509Certificate domain, byte[] content, Instant now) {

    byte[] domainKey() {
      return Certificates.spkiSha256(domain);
    }

    byte[] contentSha256() {
      return CryptoSuite.sha256(content);
    }
  }

  /**
   * The link to a log; it is durable before it is returned.
   *
   * @param device the device's number in the ledger
   * @param domain a certificate with the key of the domain that was found to be an owner
   * @return empty if the domain has as many of the device as it may have
   * @throws dev.brski.store.StoreUnavailable if the disk refuses, or has no room for a new one
   */
  public Optional<Link> make(String device, X509Certificate domain, byte[] content, Instant now) {
    var wanted = new Wanted(device, domain, content, now);
    record Found(Optional<Link> link, boolean room) {}
    var found = store.read(reading -> new Found(find(reading, wanted), hasRoom(reading, wanted)));
    return found.link.isPresent() || !found.room ? found.link : add(wanted);
  }

  /**
   * The log with this name, if its life is not over. One whose life is found to be over is removed,
   * so that no clock that is put back revives it.
   *
   * @throws dev.brski.store.StoreUnavailable if the disk refuses
   */
  public Optional<Link> find(String slug, Instant now) {
    var found =
        store.read(
            reading ->
                reading.one(
                    "SELECT domain, content, ends_at FROM audit_link WHERE slug = ? AND ends_at <="
                        + " ?",
                    row ->
                        new Link(
                            slug,
                            certificate(row.bytes("domain")),
                            row.bytes("content"),
                            row.instant("ends_at")),
                    slug,
                    now.plus(life)));
    if (found.filter(link -> !link.endsAt().isAfter(now)).isPresent()) {
      removeOver(now);
      return Optional.empty();
    }
    return found;
  }

  /**
   * Removes every log whose life is over, for good.
   *
   * @throws dev.brski.store.StoreUnavailable if the disk refuses
   */
  public void removeOver(Instant now) {
    boolean any =
        store
            .read(
                reading ->
                    reading.one(
                        "SELECT 1 AS one FROM audit_link WHERE ends_at <= ? LIMIT 1",
                        row -> row.number("one"),
                        now))
            .isPresent();
    if (any) {
      store.change(transaction -> removeOver(transaction, now));
    }
  }

  private static void removeOver(Transaction transaction, Instant now) {
    transaction.update("DELETE FROM audit_link WHERE ends_at <= ?", now);
  }

  private Optional<Link> add(Wanted wanted) {
    store.requireRoom();
    var slug =
        Base64.getUrlEncoder().withoutPadding().encodeToString(suite.randomBytes(SLUG_OCTETS));
    return store.commit(
        transaction -> {
          var found = find(transaction, wanted);
          return found.isPresent() || !hasRoom(transaction, wanted)
              ? found
              : Optional.of(add(transaction, slug, wanted));
        });
  }

  /** No journal line: whoever was an owner once could add to it for ever. */
  private Link add(Transaction transaction, String slug, Wanted wanted) {
    var link = new Link(slug, wanted.domain, wanted.content, wanted.now.plus(life));
    removeOver(transaction, wanted.now);
    transaction.updateOne(
        "INSERT INTO audit_link (slug, device, domain_key, domain, content_sha256, content,"
            + " ends_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        slug,
        wanted.device,
        wanted.domainKey(),
        Certificates.encoded(wanted.domain),
        wanted.contentSha256(),
        wanted.content,
        link.endsAt());
    return link;
  }

  private boolean hasRoom(Reading reading, Wanted wanted) {
    return reading
            .query(
                "SELECT 1 AS one FROM audit_link WHERE device = ? AND domain_key = ? AND ends_at >"
                    + " ?",
                row -> row.number("one"),
                wanted.device,
                wanted.domainKey(),
                wanted.now)
            .size()
        < MOST_ALIVE;
  }

  private Optional<Link> find(Reading reading, Wanted wanted) {
    return reading.one(
        """
        SELECT slug, ends_at FROM audit_link
        WHERE device = ? AND domain_key = ? AND content_sha256 = ? AND ends_at > ? AND ends_at <= ?
        ORDER BY ends_at DESC LIMIT 1
        """,
        row -> new Link(row.text("slug"), wanted.domain, wanted.content, row.instant("ends_at")),
        wanted.device,
        wanted.domainKey(),
        wanted.contentSha256(),
        wanted.now.plus(life.dividedBy(2)),
        wanted.now.plus(life));
  }

  private static X509Certificate certificate(byte[] der) {
    try {
      return Certificates.parse(der);
    } catch (CertificateException e) {
      throw new IllegalStateException("the ledger has no certificate where one was kept", e);
    }
  }
}
