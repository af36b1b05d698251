package dev.brski.authority.status;

import dev.brski.authority.issuing.IssuingCa;
import dev.brski.issuance.CertificateIssuer;
import dev.brski.issuance.CertificateProfile;
import dev.brski.issuance.Validity;
import dev.brski.ocsp.OcspCheck;
import dev.brski.store.Store;
import dev.brski.store.StoreUnavailable;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.KeyKind;
import dev.brski.trust.Oids;
import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who signs what is told of one issuing CA's certificates: a delegate under that very CA (RFC 6960
 * section 4.2.2.2). Since nobody asks whether the delegate itself is revoked, it lasts a week; the
 * next one is made when half of that is over, as long as the issuing CA lasts.
 *
 * <p>Its files are replaced, key first, certificate last. What is left of a replacement that was
 * cut short is no pair, and the next is made.
 */
public final class StatusSigner {

  private static final Logger LOG = LoggerFactory.getLogger(StatusSigner.class);
  private static final Duration VALIDITY = Duration.ofDays(7);

  /** For those whose clock is a little behind. */
  private static final Duration BACKDATED = Duration.ofMinutes(5);

  /** After one that could not be made. */
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final IssuingCa issuingCa;
  private final String name;
  private final Path certificates;
  private final Path key;
  private final Store store;
  private final CryptoSuite suite;
  private final InstantSource clock;
  private Optional<Credential> current = Optional.empty();
  private boolean looked;
  private Optional<Instant> failed = Optional.empty();

  /**
   * The signer of an issuing CA.
   *
   * @param name what its certificate calls it
   * @param certificates where its certificate is, or will be
   * @param key where its key is
   * @param store whose journal says which ones were made
   */
  public StatusSigner(
      IssuingCa issuingCa,
      String name,
      Path certificates,
      Path key,
      Store store,
      CryptoSuite suite,
      InstantSource clock) {
    this.issuingCa = issuingCa;
    this.name = name;
    this.certificates = certificates;
    this.key = key;
    this.store = store;
    this.suite = suite;
    this.clock = clock;
  }

  /** The issuing CA that it speaks for. */
  IssuingCa issuingCa() {
    return issuingCa;
  }

  /** Whether anything of its issuing CA can be valid now. */
  public boolean isNeeded() {
    return isValid(issuingCa.certificate(), clock.instant());
  }

  /**
   * The credential to sign with now; a new one, durable, when the one before is half over.
   *
   * @return refused when the issuing CA is not valid now, or when none can be made and there is
   *     none
   */
  public synchronized Verdict<Credential> credential() {
    var now = clock.instant();
    if (!isValid(issuingCa.certificate(), now)) {
      return Verdict.refused(
          OcspCheck.ISSUER_NOT_VALID,
          "issuing CA "
              + issuingCa.generation()
              + " is valid from "
              + issuingCa.certificate().getNotBefore().toInstant()
              + " to "
              + issuingCa.end(),
          "Nothing to do when that is over: what it issued has ended, too. Else look at the clock");
    }
    if (!looked) {
      current = kept();
      looked = true;
    }
    var usable = current.filter(signer -> isValid(signer.leaf(), now));
    if (usable.filter(signer -> !isDue(signer.leaf(), now)).isPresent()) {
      return Verdict.accepted(usable.get());
    }
    if (failed.filter(at -> !now.isBefore(at) && now.isBefore(at.plus(PAUSE))).isPresent()) {
      return usable.map(Verdict::accepted).orElseGet(() -> none("it could not be made at " + now));
    }
    try {
      var made = make(now);
      current = Optional.of(made);
      failed = Optional.empty();
      return Verdict.accepted(made);
    } catch (IOException | StoreUnavailable e) {
      failed = Optional.of(now);
      LOG.error(
          "The signer of OCSP answers of issuing CA {} cannot be made: {}. Look at the disk, and"
              + " whether {} may be written.",
          issuingCa.generation(),
          e.getMessage(),
          certificates);
      return usable.map(Verdict::accepted).orElseGet(() -> none(String.valueOf(e.getMessage())));
    }
  }

  private Verdict<Credential> none(String why) {
    return Verdict.refused(
        OcspCheck.NO_SIGNER,
        "the signer for issuing CA " + issuingCa.generation() + ": " + why,
        "Look at the disk, and whether " + certificates + " may be written");
  }

  /** What an earlier run left, unless it is no pair, or another issuing CA's. */
  private Optional<Credential> kept() {
    if (!Files.exists(certificates)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Credential.read(certificates, key, suite))
          .filter(found -> isOurs(found.leaf()));
    } catch (IOException e) {
      LOG.warn(
          "A new signer of OCSP answers is made, since the kept one is none: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private boolean isOurs(X509Certificate certificate) {
    return Certificates.isSignedBy(certificate, issuingCa.certificate(), suite)
        && Certificates.hasExtendedKeyUsage(certificate, Oids.OCSP_SIGNING);
  }

  private static boolean isValid(X509Certificate certificate, Instant now) {
    return !now.isBefore(certificate.getNotBefore().toInstant())
        && !now.isAfter(certificate.getNotAfter().toInstant());
  }

  /** One that ends with its issuing CA has no successor that would end later. */
  private boolean isDue(X509Certificate certificate, Instant now) {
    var end = certificate.getNotAfter().toInstant();
    return end.isBefore(issuingCa.end()) && now.isAfter(end.minus(VALIDITY.dividedBy(2)));
  }

  private Credential make(Instant now) throws IOException {
    var from = now.minus(BACKDATED);
    var issuer = new CertificateIssuer(suite, KeyKind.like(issuingCa.certificate()));
    var made =
        issuer.credential(
            issuingCa.credential(),
            CertificateProfile.ocspSigner(
                name, new Validity(from, now.plus(VALIDITY)).within(issuingCa.certificate())));
    store.change(
        transaction ->
            transaction.journal(
                "ocsp-signer.made",
                Optional.empty(),
                Map.of(
                    "generation",
                    Integer.toString(issuingCa.generation()),
                    "serial",
                    Certificates.serialNumber(made.leaf()))));
    made.write(certificates, key);
    LOG.info(
        "OCSP answers of issuing CA {} are signed with certificate {} until {}",
        issuingCa.generation(),
        Certificates.serialNumber(made.leaf()),
        made.leaf().getNotAfter().toInstant());
    return made;
  }
}
