package dev.brski.trust;

import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.CertificateList;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.TBSCertList;
import org.jspecify.annotations.Nullable;

/**
 * A complete revocation list of one authority (RFC 5280 section 5), read within bounds. That it was
 * read says nothing about its signature. Immutable, but for what it remembers of having been
 * verified.
 */
public final class RevocationList {

  /** The most octets that are read. */
  public static final int MOST_OCTETS = 4 << 20;

  private static final int DEEPEST = 16;
  private static final int MOST_PEM_BLOCKS = 64;
  private static final int MOST_ENTRIES = 100_000;
  private static final int CRL_SIGN = 6;
  private static final int REMOVE_FROM_CRL = 8;
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);
  private static final Set<ASN1ObjectIdentifier> UNDERSTOOD =
      Set.of(
          Extension.authorityKeyIdentifier,
          Extension.cRLNumber,
          Extension.issuingDistributionPoint);
  private static final Set<ASN1ObjectIdentifier> UNDERSTOOD_IN_ENTRIES =
      Set.of(Extension.reasonCode, Extension.invalidityDate);
  private static final String REMEDY =
      "Have the authority that issued the certificate publish a complete list in DER";

  private final int octets;
  private final X500Principal issuer;
  private final Instant thisUpdate;
  private final Optional<Instant> nextUpdate;
  private final BigInteger number;
  private final Map<BigInteger, Integer> revoked;
  private final Optional<byte[]> issuerKey;
  private final Optional<IssuingDistributionPoint> scope;
  private final byte[] signedOctets;
  private final AlgorithmIdentifier algorithm;
  private final byte[] signature;
  private volatile @Nullable PublicKey signer;

  private RevocationList(int octets, CertificateList list) throws Objection, IOException {
    var body = list.getTBSCertList();
    if (!list.getSignatureAlgorithm().equals(body.getSignature())) {
      throw new Objection(RevocationCheck.MALFORMED, "it names two signature algorithms");
    }
    var extensions = Optional.ofNullable(body.getExtensions());
    if (extensions.isPresent() && body.getVersionNumber() != 2) {
      throw new Objection(RevocationCheck.MALFORMED, "it has extensions but is not of version 2");
    }
    demandUnderstood(extensions);
    this.octets = octets;
    this.issuer = new X500Principal(body.getIssuer().getEncoded(ASN1Encoding.DER));
    this.thisUpdate = body.getThisUpdate().getDate().toInstant();
    this.nextUpdate =
        Optional.ofNullable(body.getNextUpdate()).map(time -> time.getDate().toInstant());
    this.number =
        extensions
            .map(all -> all.getExtensionParsedValue(Extension.cRLNumber))
            .map(value -> CRLNumber.getInstance(value).getCRLNumber())
            .orElse(BigInteger.ZERO);
    this.revoked = entries(body);
    this.issuerKey =
        extensions
            .map(AuthorityKeyIdentifier::fromExtensions)
            .map(AuthorityKeyIdentifier::getKeyIdentifierOctets);
    this.scope =
        extensions
            .map(all -> all.getExtensionParsedValue(Extension.issuingDistributionPoint))
            .map(IssuingDistributionPoint::getInstance);
    this.signedOctets = body.getEncoded(ASN1Encoding.DER);
    this.algorithm = list.getSignatureAlgorithm();
    this.signature = list.getSignature().getOctets();
  }

  /** Reads a list in DER. Never throws on what a stranger sends. */
  public static Verdict<RevocationList> parse(byte[] der) {
    if (der.length > MOST_OCTETS) {
      return refused(RevocationCheck.MALFORMED, der.length + " octets are over " + MOST_OCTETS);
    }
    if (!Nesting.isWithin(der, DEEPEST)) {
      return refused(RevocationCheck.MALFORMED, "it is not one ASN.1 value of sensible depth");
    }
    try {
      return Verdict.accepted(new RevocationList(der.length, CertificateList.getInstance(der)));
    } catch (Objection e) {
      return refused(e.check, String.valueOf(e.getMessage()));
    } catch (IOException | RuntimeException e) {
      return refused(
          RevocationCheck.MALFORMED,
          "it cannot be read: " + Description.printable(String.valueOf(e.getMessage()), 200));
    }
  }

  /** Reads what a file holds: one list in DER, or those of a PEM text of 1 MiB at most. */
  public static Verdict<List<RevocationList>> parseFile(byte[] content) {
    var text = new String(content, StandardCharsets.ISO_8859_1);
    if (!text.contains("-----BEGIN ")) {
      return parse(content).map(List::of);
    }
    try {
      var blocks =
          Pem.read(text).stream()
              .filter(block -> block.label().equals("X509 CRL"))
              .limit(MOST_PEM_BLOCKS)
              .toList();
      if (blocks.isEmpty()) {
        return refused(RevocationCheck.MALFORMED, "no X509 CRL is in it");
      }
      Verdict<List<RevocationList>> all = Verdict.accepted(List.of());
      for (var block : blocks) {
        all = all.flatMap(some -> parse(block.der()).map(one -> appended(some, one)));
      }
      return all;
    } catch (IOException e) {
      return refused(RevocationCheck.MALFORMED, String.valueOf(e.getMessage()));
    }
  }

  /**
   * Whether the list says what there is to say about a certificate: it is of its issuer, about such
   * certificates and every reason, of now, and signed by the issuer's key (RFC 5280 section 6.3.3).
   *
   * @param issuer whose key has signed the certificate
   */
  public Verdict<RevocationList> about(
      X509Certificate certificate, X509Certificate issuer, Instant now, CryptoSuite suite) {
    return isCurrent(now)
        .flatMap(_ -> isGenuine(certificate, issuer, suite))
        .flatMap(_ -> mayBeSignedBy(issuer));
  }

  /**
   * Whether the list is the word of a certificate's issuer, of whatever time: of its name, about
   * such certificates, and signed by its key. That is enough to believe that it was revoked; what
   * else the issuer's certificate says is not asked, for it may come from a stranger.
   *
   * @param issuer whose key has signed the certificate
   */
  public Verdict<RevocationList> isGenuine(
      X509Certificate certificate, X509Certificate issuer, CryptoSuite suite) {
    return isOf(certificate, issuer)
        .flatMap(_ -> covers(certificate))
        .flatMap(_ -> isSignedByAnother(certificate, issuer))
        .flatMap(_ -> isSignedBy(issuer, suite));
  }

  /** Whether its time has come and is not over; a list without an end has none. */
  public Verdict<RevocationList> isCurrent(Instant now) {
    if (nextUpdate.isEmpty()) {
      return refused(RevocationCheck.DATES, "it does not say when the next one comes");
    }
    return thisUpdate.isAfter(now.plus(CLOCK_SKEW)) || !now.isBefore(nextUpdate.get())
        ? refused(RevocationCheck.DATES, "it is of " + thisUpdate + " until " + nextUpdate.get())
        : Verdict.accepted(this);
  }

  /** Why the certificate with this serial number is revoked, if it is: also one on hold is. */
  public Optional<String> revocation(BigInteger serialNumber) {
    return Optional.ofNullable(revoked.get(serialNumber))
        .map(reason -> CRLReason.lookup(reason).toString().replaceFirst("CRLReason: ", ""));
  }

  /** The authority that issued it. */
  public X500Principal issuer() {
    return issuer;
  }

  /** When it was made. */
  public Instant thisUpdate() {
    return thisUpdate;
  }

  /** Whether it was made after another: by date, and those of one date by their numbers. */
  public boolean isNewerThan(RevocationList other) {
    return byAge().compare(this, other) > 0;
  }

  /** The oldest first. */
  public static Comparator<RevocationList> byAge() {
    return Comparator.comparing((RevocationList list) -> list.thisUpdate)
        .thenComparing(list -> list.number);
  }

  /** How long its encoding is. */
  public int octets() {
    return octets;
  }

  private Verdict<RevocationList> isOf(X509Certificate certificate, X509Certificate authority) {
    if (!issuer.equals(certificate.getIssuerX500Principal())
        || !issuer.equals(authority.getSubjectX500Principal())) {
      return refused(RevocationCheck.ISSUER, "it is of \"" + Certificates.nameText(issuer) + "\"");
    }
    return Verdict.accepted(this);
  }

  /** A key says nothing about its own certificate, unless that is of an authority's own issue. */
  private Verdict<RevocationList> isSignedByAnother(
      X509Certificate certificate, X509Certificate authority) {
    return certificate.getPublicKey().equals(authority.getPublicKey())
            && !Certificates.isSelfIssued(certificate)
        ? refused(RevocationCheck.SIGNATURE, "the certificate's own key would have to sign it")
        : Verdict.accepted(this);
  }

  private Verdict<RevocationList> mayBeSignedBy(X509Certificate authority) {
    var usage = authority.getKeyUsage();
    if (usage != null && !usage[CRL_SIGN]) {
      return refused(
          RevocationCheck.SIGNATURE,
          PathCertificate.describe(authority) + " may not sign revocation lists");
    }
    var own = Certificates.subjectKeyIdentifier(authority);
    return issuerKey.isPresent() && own.isPresent() && !Arrays.equals(issuerKey.get(), own.get())
        ? refused(RevocationCheck.ISSUER, "it is of another key of that name")
        : Verdict.accepted(this);
  }

  private Verdict<RevocationList> covers(X509Certificate certificate) {
    if (scope.isEmpty()) {
      return Verdict.accepted(this);
    }
    var only = scope.get();
    boolean authority = certificate.getBasicConstraints() >= 0;
    boolean whole =
        !only.isIndirectCRL()
            && only.getOnlySomeReasons() == null
            && !only.onlyContainsAttributeCerts()
            && !(only.onlyContainsUserCerts() && authority)
            && !(only.onlyContainsCACerts() && !authority);
    return whole && isNamedBy(certificate, only.getDistributionPoint())
        ? Verdict.accepted(this)
        : refused(
            RevocationCheck.SCOPE, "it is indirect, or about other certificates or some reasons");
  }

  private static boolean isNamedBy(
      X509Certificate certificate, @Nullable DistributionPointName point) {
    if (point == null) {
      return true;
    }
    var points = StatusPlaces.points(certificate);
    return point.getType() == DistributionPointName.FULL_NAME
        && Arrays.stream(GeneralNames.getInstance(point.getName()).getNames())
            .anyMatch(points::contains);
  }

  private Verdict<RevocationList> isSignedBy(X509Certificate authority, CryptoSuite suite) {
    if (authority.getPublicKey().equals(signer)) {
      return Verdict.accepted(this);
    }
    return AlgorithmPolicy.standard()
        .accepts(algorithm, authority.getPublicKey())
        .mapRefusal(refusal -> refusal.under(RevocationCheck.SIGNATURE))
        .flatMap(_ -> verified(authority, suite));
  }

  private Verdict<RevocationList> verified(X509Certificate authority, CryptoSuite suite) {
    try {
      if (suite.verify(authority.getPublicKey(), algorithm, signedOctets, signature)) {
        signer = authority.getPublicKey();
        return Verdict.accepted(this);
      }
      return refused(
          RevocationCheck.SIGNATURE,
          "the key of " + PathCertificate.describe(authority) + " has not signed it");
    } catch (NoSuchAlgorithmException e) {
      return refused(RevocationCheck.SIGNATURE, "its algorithm is unknown: " + e.getMessage());
    }
  }

  private static void demandUnderstood(Optional<Extensions> extensions) throws Objection {
    if (extensions
        .filter(all -> all.getExtension(Extension.deltaCRLIndicator) != null)
        .isPresent()) {
      throw new Objection(RevocationCheck.DELTA, "it says only what has changed");
    }
    demandUnderstood(extensions, UNDERSTOOD);
  }

  private static void demandUnderstood(
      Optional<Extensions> extensions, Set<ASN1ObjectIdentifier> understood) throws Objection {
    if (extensions.isPresent()) {
      for (var critical : extensions.get().getCriticalExtensionOIDs()) {
        if (!understood.contains(critical)) {
          throw new Objection(RevocationCheck.CRITICAL_EXTENSION, "the extension " + critical);
        }
      }
    }
  }

  /** Not a Map.copyOf, which is slow to fill with numbers that were chosen to collide. */
  private static Map<BigInteger, Integer> entries(TBSCertList body) throws Objection {
    var entries = new HashMap<BigInteger, Integer>();
    var all = body.getRevokedCertificateEnumeration();
    while (all.hasMoreElements()) {
      if (entries.size() == MOST_ENTRIES) {
        throw new Objection(
            RevocationCheck.MALFORMED, "it has over " + MOST_ENTRIES + " certificates");
      }
      var entry = (TBSCertList.CRLEntry) all.nextElement();
      var extensions =
          entry.hasExtensions() ? Optional.of(entry.getExtensions()) : Optional.<Extensions>empty();
      demandUnderstood(extensions, UNDERSTOOD_IN_ENTRIES);
      int reason =
          extensions
              .map(some -> some.getExtensionParsedValue(Extension.reasonCode))
              .map(value -> CRLReason.getInstance(value).getValue().intValueExact())
              .orElse(CRLReason.unspecified);
      if (reason == REMOVE_FROM_CRL) {
        throw new Objection(RevocationCheck.DELTA, "it takes a certificate off another list");
      }
      entries.put(entry.getUserCertificate().getValue(), reason);
    }
    return Collections.unmodifiableMap(entries);
  }

  private static List<RevocationList> appended(List<RevocationList> some, RevocationList one) {
    var longer = new ArrayList<>(some);
    longer.add(one);
    return List.copyOf(longer);
  }

  private static <T> Verdict<T> refused(RevocationCheck check, String cause) {
    return Verdict.refused(check, cause, REMEDY);
  }

  /** A rule that the list breaks. */
  private static final class Objection extends Exception {

    private static final long serialVersionUID = 1L;

    private final RevocationCheck check;

    Objection(RevocationCheck check, String cause) {
      super(cause);
      this.check = check;
    }
  }
}
