package dev.brski.authority.ledger;

import dev.brski.authority.ledger.RevocationRequest.Asker;
import dev.brski.cmp.CmpCheck;
import dev.brski.store.Reading;
import dev.brski.store.Store;
import dev.brski.store.Transaction;
import dev.brski.trust.Certificates;
import dev.brski.trust.CryptoSuite;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.math.BigInteger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.TreeMap;
import javax.security.auth.x500.X500Principal;

/**
 * Revocations that devices and registrars ask for (RFC 9483 section 5.1.3). What is kept of one is
 * as much as there are certificates: none is revoked twice, and a refused request leaves nothing.
 */
public final class RevocationRequests {

  /**
   * What came of a request.
   *
   * @param response the exact octets to answer with
   * @param isNew whether the certificate was revoked by this call
   */
  public record Granted(byte[] response, boolean isNew) {

    /** Copies the octets in. */
    public Granted {
      response = response.clone();
    }

    @Override
    public byte[] response() {
      return response.clone();
    }
  }

  private record Known(byte[] requestSha256, byte[] response) {}

  private final Store store;
  private final InstantSource clock;

  /** The requests to one store. */
  public RevocationRequests(Store store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * Revokes the certificate, durably, with a line in the journal; the same octets again are
   * answered as they were, though the certificate is revoked by then.
   *
   * @param response the answer if it is granted, made in advance
   */
  public Verdict<Granted> grant(RevocationRequest request, byte[] response) {
    return store.commit(transaction -> grant(transaction, request, response, clock.instant()));
  }

  private static Verdict<Granted> grant(
      Transaction transaction, RevocationRequest request, byte[] response, Instant now) {
    var known = known(transaction, request.transactionId());
    if (known.isPresent()) {
      return Arrays.equals(known.get().requestSha256(), CryptoSuite.sha256(request.octets()))
          ? Verdict.accepted(new Granted(known.get().response(), false))
          : Verdict.refused(
              TransactionIds.ofRevocation(transaction, request.transactionId()).orElseThrow());
    }
    var taken =
        TransactionIds.ofEnrollment(transaction, request.transactionId())
            .or(() -> TransactionIds.ofUpdate(transaction, request.transactionId()));
    if (taken.isPresent()) {
      return Verdict.refused(taken.get());
    }
    return revocable(transaction, request, now)
        .map(
            certificate -> {
              RevocationRow.insert(transaction, certificate, ruling(request), now);
              transaction.updateOne(
                  "INSERT INTO revocation_request (transaction_id, serial_number, at,"
                      + " request_sha256, request, response) VALUES (?, ?, ?, ?, ?, ?)",
                  request.transactionId(),
                  certificate.serial(),
                  now,
                  CryptoSuite.sha256(request.octets()),
                  request.octets(),
                  response);
              return new Granted(response, true);
            });
  }

  private static RevocationRow.Ruling ruling(RevocationRequest request) {
    var more = new TreeMap<String, String>();
    more.put("transactionID", HexFormat.of().formatHex(request.transactionId()));
    request.via().ifPresent(name -> more.put("via", name));
    return new RevocationRow.Ruling(
        request.reason(),
        switch (request.asker()) {
          case Asker.OfDevice _ -> "the device itself";
          case Asker.OfRegistrar(var registrar) -> "registrar " + registrar.name();
        },
        Optional.empty(),
        more);
  }

  /** In the order of sections 4.2 and 5.1.3; whoever has no right learns nothing of others. */
  private static Verdict<RevocationRow.Candidate> revocable(
      Reading reading, RevocationRequest request, Instant now) {
    return switch (request.asker()) {
      case Asker.OfDevice(var signer) -> {
        var own = RevocationRow.ofDevice(reading, signer);
        yield own.flatMap(found -> RevocationRow.revokedSince(reading, found))
            .<Verdict<RevocationRow.Candidate>>map(
                since ->
                    CmpCheck.REVOCATION_OPEN.refused(
                        "the certificate that it is signed with is revoked since " + since))
            .orElseGet(
                () ->
                    names(request, signer.getSerialNumber(), signer.getIssuerX500Principal())
                        ? open(reading, request, own, now)
                        : CmpCheck.REVOCATION_OF_SIGNER.refused(
                            "it names certificate "
                                + Certificates.serialNumberText(request.serialNumber())
                                + " of "
                                + Certificates.nameText(request.issuer())
                                + ", and is signed with certificate "
                                + Certificates.serialNumber(signer)));
      }
      case Asker.OfRegistrar(var registrar) ->
          RevocationRow.ofRegistrars(reading).stream()
              .filter(
                  other ->
                      names(
                          request,
                          other.certificate().getSerialNumber(),
                          other.certificate().getIssuerX500Principal()))
              .findFirst()
              .map(
                  other ->
                      Verdict.<RevocationRow.Candidate>refused(
                          Refusal.of(
                              LedgerCheck.REGISTRARS_CERTIFICATE,
                              "registrar "
                                  + registrar.name()
                                  + " wants the certificate of registrar "
                                  + other.holder()
                                  + " to be revoked",
                              "If it is to be: brski authority revoke --registrar NAME.")))
              .orElseGet(() -> open(reading, request, named(reading, request), now));
    };
  }

  private static Optional<RevocationRow.Candidate> named(
      Reading reading, RevocationRequest request) {
    return RevocationRow.ofDevice(reading, Certificates.serialNumber(request.serialNumber()))
        .filter(found -> found.certificate().getIssuerX500Principal().equals(request.issuer()));
  }

  private static boolean names(
      RevocationRequest request, BigInteger serialNumber, X500Principal issuer) {
    return request.serialNumber().equals(serialNumber) && request.issuer().equals(issuer);
  }

  private static Verdict<RevocationRow.Candidate> open(
      Reading reading,
      RevocationRequest request,
      Optional<RevocationRow.Candidate> named,
      Instant now) {
    if (named.isEmpty()) {
      return CmpCheck.REVOCATION_KNOWN.refused(
          "no certificate "
              + Certificates.serialNumberText(request.serialNumber())
              + " of "
              + Certificates.nameText(request.issuer())
              + " was issued to a device");
    }
    var certificate = named.get();
    var over =
        RevocationRow.revokedSince(reading, certificate)
            .map(since -> "is revoked since " + since)
            .or(
                () ->
                    certificate.notAfter().isAfter(now)
                        ? Optional.empty()
                        : Optional.of("is expired since " + certificate.notAfter()));
    return over.map(
            why ->
                Verdict.<RevocationRow.Candidate>refused(
                    CmpCheck.REVOCATION_OPEN
                        .refusal("certificate " + certificate.serial() + " " + why)
                        .withDevice(certificate.holder())))
        .orElseGet(() -> Verdict.accepted(certificate));
  }

  /** Whether a transactionID is that of a revocation that was granted. */
  static boolean isOf(Reading reading, byte[] transactionId) {
    return known(reading, transactionId).isPresent();
  }

  private static Optional<Known> known(Reading reading, byte[] transactionId) {
    return reading.one(
        "SELECT request_sha256, response FROM revocation_request WHERE transaction_id = ?",
        row -> new Known(row.bytes("request_sha256"), row.bytes("response")),
        transactionId);
  }
}
