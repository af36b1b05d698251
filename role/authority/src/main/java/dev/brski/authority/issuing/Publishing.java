package dev.brski.authority.issuing;

import dev.brski.authority.ledger.RevocationList;
import dev.brski.authority.ledger.RevocationLists;
import dev.brski.authority.ledger.RevocationLists.Outlook;
import dev.brski.issuance.RevocationListIssuer;
import dev.brski.issuance.RevocationListIssuer.RevokedCertificate;
import dev.brski.trust.DurableFile;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CRLException;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;

/**
 * Makes revocation lists of an issuing CA and puts the newest into a file, for whatever serves it
 * to those who ask (RFC 5280 section 5). A new one is made when something was revoked, and when
 * half of the time of the one before is over.
 */
public final class Publishing {

  private final RevocationLists lists;
  private final RevocationListIssuer issuer;
  private final IssuingCa issuingCa;
  private final Duration lifetime;
  private final Path file;
  private final InstantSource clock;

  /**
   * Publishing for an issuing CA.
   *
   * @param lifetime from a list's thisUpdate to its nextUpdate
   * @param file where the newest list is put, DER
   */
  public Publishing(
      RevocationLists lists,
      RevocationListIssuer issuer,
      IssuingCa issuingCa,
      Duration lifetime,
      Path file,
      InstantSource clock) {
    this.lists = lists;
    this.issuer = issuer;
    this.issuingCa = issuingCa;
    this.lifetime = lifetime;
    this.file = file;
    this.clock = clock;
  }

  /** The issuing CA whose lists these are. */
  IssuingCa issuingCa() {
    return issuingCa;
  }

  /** The newest list that was made, if one was. */
  Optional<RevocationList> latest() {
    return lists.latest();
  }

  /** Whether anything of it can be valid still. */
  boolean isNeeded() {
    return !clock.instant().isAfter(issuingCa.end());
  }

  /**
   * The list that is in force: the newest, or a new one if that is due. It is durable, and in its
   * file, when this returns.
   *
   * @throws IOException when the file cannot be written
   */
  public RevocationList current() throws IOException {
    while (true) {
      var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
      // RFC 5280 section 3.3: an entry stays until a list was made after its certificate expired.
      var outlook = lists.outlook(now.minus(lifetime.multipliedBy(2)));
      var latest = outlook.latest().filter(list -> !isDue(outlook, list, now));
      if (latest.isPresent()) {
        write(latest.get());
        return latest.get();
      }
      var made = make(outlook, now);
      if (lists.keep(outlook, made)) {
        write(made);
        return made;
      }
    }
  }

  private boolean isDue(Outlook outlook, RevocationList list, Instant now) {
    return outlook.revocations() != list.revocations()
        || !now.isBefore(list.thisUpdate().plus(lifetime.dividedBy(2)))
        || now.isBefore(list.thisUpdate());
  }

  private RevocationList make(Outlook outlook, Instant now) {
    long number = outlook.latest().map(RevocationList::number).orElse(0L) + 1;
    var nextUpdate = now.plus(lifetime);
    var list =
        issuer.issue(
            issuingCa.credential(),
            BigInteger.valueOf(number),
            now,
            nextUpdate,
            outlook.entries().stream()
                .map(
                    entry ->
                        new RevokedCertificate(
                            entry.serialNumber(), entry.at(), entry.reason().number()))
                .toList());
    return new RevocationList(
        number, outlook.revocations(), outlook.entries().size(), now, nextUpdate, encoded(list));
  }

  private static byte[] encoded(X509CRL list) {
    try {
      return list.getEncoded();
    } catch (CRLException e) {
      throw new IllegalStateException("a list of our own cannot be encoded", e);
    }
  }

  private void write(RevocationList list) throws IOException {
    if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), list.content())) {
      return;
    }
    DurableFile.write(file, list.content(), false);
  }
}
