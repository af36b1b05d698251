package dev.brski.masa;

import dev.brski.issuance.CertificateIssuer;
import dev.brski.issuance.CertificateProfile;
import dev.brski.issuance.RevocationListIssuer;
import dev.brski.issuance.RevocationListIssuer.RevokedCertificate;
import dev.brski.issuance.Validity;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.SerialNumberField;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.Nonce;
import dev.brski.voucher.PledgeVoucherRequest;
import dev.brski.voucher.RegistrarVoucherRequest;
import dev.brski.voucher.Signed;
import dev.brski.voucher.SignedArtifact;
import dev.brski.voucher.VoucherCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;

/** A manufacturer, one of its devices, and two domains that know nothing of each other. */
final class World {

  static final CryptoSuite SUITE = CryptoSuite.standard();

  private final CertificateIssuer issuer = new CertificateIssuer(SUITE);
  private final Instant now = Instant.now();
  private final Validity validity =
      Validity.lasting(now.minus(Duration.ofHours(1)), Duration.ofDays(100));

  final Credential deviceRoot = issuer.selfSigned(CertificateProfile.rootCa("ACME", validity));
  final Credential deviceCa =
      issuer.credential(deviceRoot, CertificateProfile.issuingCa("ACME CA", validity));
  final Credential voucherCa =
      issuer.selfSigned(CertificateProfile.rootCa("ACME voucher CA", validity));
  final Credential voucherSigner =
      issuer.credential(voucherCa, CertificateProfile.voucherSigner("ACME MASA", validity));
  final Credential noncelessCa =
      issuer.selfSigned(CertificateProfile.rootCa("ACME nonceless CA", validity));
  final Credential noncelessSigner = noncelessSigner();
  final Credential device = device("ACME-0001");
  final Credential domainRoot =
      issuer.selfSigned(CertificateProfile.rootCa("Plant root", validity));
  final Credential domainCa =
      issuer.credential(domainRoot, CertificateProfile.issuingCa("Plant CA", validity));
  final Credential registrar =
      issuer.credential(domainCa, CertificateProfile.registrar("Plant registrar", validity));
  final Credential ldevid =
      issuer.credential(
          domainCa,
          CertificateProfile.ldevid(CertificateProfile.commonName("some device"), validity));
  final Credential foreignRegistrar =
      issuer.credential(
          issuer.selfSigned(CertificateProfile.rootCa("Elsewhere root", validity)),
          CertificateProfile.registrar("Elsewhere registrar", validity));
  final Credential millRoot = issuer.selfSigned(CertificateProfile.rootCa("Mill root", validity));
  final Credential millRegistrar =
      issuer.credential(millRoot, CertificateProfile.registrar("Mill registrar", validity));
  final Nonce nonce = Nonce.random(SUITE);

  /** A registrar of the domain whose certificate says that its status is found out there. */
  Credential registrarListedAt(String... urls) {
    return issuer.credential(domainCa, listedAt("Listed registrar", urls));
  }

  private CertificateProfile listedAt(String name, String... urls) {
    var points =
        Stream.of(urls)
            .map(url -> new GeneralName(GeneralName.uniformResourceIdentifier, url))
            .map(url -> new DistributionPointName(new GeneralNames(url)))
            .map(point -> new DistributionPoint(point, null, null))
            .toArray(DistributionPoint[]::new);
    try {
      return CertificateProfile.registrar(name, validity)
          .withExtension(
              new Extension(
                  Extension.cRLDistributionPoints, false, new CRLDistPoint(points).getEncoded()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A list of an authority, made now and good for a day. */
  byte[] list(Credential authority, X509Certificate... revoked) {
    return list(authority, now, 1, revoked);
  }

  /** A list of an authority, with one reason for all. */
  byte[] list(Credential authority, Instant from, int reason, X509Certificate... revoked) {
    try {
      return new RevocationListIssuer(SUITE)
          .issue(
              authority,
              BigInteger.ONE,
              from,
              from.plus(Duration.ofDays(1)),
              Stream.of(revoked)
                  .map(one -> new RevokedCertificate(one.getSerialNumber(), from, reason))
                  .toList())
          .getEncoded();
    } catch (CRLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A request of a registrar around a new one of the pledge that has seen it. */
  byte[] rvr(Credential by) {
    var pvr =
        PledgeVoucherRequest.proximity(
            Optional.of(now), "ACME-0001", Nonce.random(SUITE), by.leaf());
    return sign(
        registrarRequest(sign(pvr.toJson(), device, device.chain())).toJson(), by, by.chain());
  }

  /** A registrar of the domain, with a chain that a stranger leads on over a CA of its own. */
  Credential underAForgedAuthority() {
    var stranger = issuer.selfSigned(CertificateProfile.rootCa("Stranger", validity));
    var forged =
        issuer.issue(
            stranger,
            domainCa.leaf().getPublicKey(),
            CertificateProfile.issuingCa("Plant CA", validity).withKeyUsage(KeyUsage.keyCertSign));
    return new Credential(registrar.key(), List.of(registrar.leaf(), forged, stranger.leaf()));
  }

  /** A registrar whose CA, as it says, has its own key. */
  Credential underItself(Credential one) {
    var itself =
        issuer.selfSigned(
            new KeyPair(one.leaf().getPublicKey(), one.key()),
            CertificateProfile.rootCa("Plant CA", validity));
    return new Credential(one.key(), List.of(one.leaf(), itself));
  }

  /** A second registrar of the domain. */
  Credential otherRegistrar() {
    return issuer.credential(domainCa, CertificateProfile.registrar("Second registrar", validity));
  }

  /** A root that is named as the domain's. */
  Credential rootOfTheSameName() {
    return issuer.selfSigned(CertificateProfile.rootCa("Plant root", validity));
  }

  /** A registrar under such a root, which it does not send. */
  Credential registrarOfTheSameName() {
    var registrar =
        issuer.credential(
            rootOfTheSameName(), CertificateProfile.registrar("Plant registrar", validity));
    return new Credential(registrar.key(), List.of(registrar.leaf()));
  }

  /** The registrar's chain, led on to a stranger's root that has certified the domain's key. */
  List<X509Certificate> chainUnderAStranger() {
    var stranger = issuer.selfSigned(CertificateProfile.rootCa("Stranger", validity));
    var crossed =
        issuer.issue(
            stranger,
            domainRoot.leaf().getPublicKey(),
            CertificateProfile.rootCa("Plant root", validity));
    return List.of(registrar.leaf(), domainCa.leaf(), crossed, stranger.leaf());
  }

  /** A registrar of a domain like no other. */
  Credential strangeRegistrar() {
    return issuer.credential(
        issuer.selfSigned(CertificateProfile.rootCa("Strange root", validity)),
        CertificateProfile.registrar("Strange registrar", validity));
  }

  Credential device(String serialNumber) {
    return issuer.credential(deviceCa, CertificateProfile.idevid(serialNumber, "ACME", now));
  }

  Credential foreignDevice(String serialNumber) {
    var root = issuer.selfSigned(CertificateProfile.rootCa("Other maker", validity));
    return issuer.credential(root, CertificateProfile.idevid(serialNumber, "Other", now));
  }

  Credential expiredRegistrar() {
    return issuer.credential(
        domainCa,
        CertificateProfile.registrar("Former registrar", validity)
            .withValidity(
                Validity.lasting(now.minus(Duration.ofMinutes(50)), Duration.ofMinutes(5))));
  }

  Manufacturer manufacturer() {
    return new Manufacturer(
        "ACME",
        List.of(deviceRoot.leaf()),
        SerialNumberField.SUBJECT,
        List.of(voucherCa.leaf()),
        voucherSigner,
        List.of(noncelessCa.leaf()),
        noncelessSigner);
  }

  /** Another signer of vouchers. */
  Credential voucherSigner() {
    return issuer.credential(voucherCa, CertificateProfile.voucherSigner("ACME MASA", validity));
  }

  /** Another signer of vouchers without a nonce. */
  Credential noncelessSigner() {
    return issuer.credential(
        noncelessCa, CertificateProfile.voucherSigner("ACME nonceless MASA", validity));
  }

  /** A registrar of the domain whose certificate ends then. */
  Credential registrarUntil(Instant end) {
    return issuer.credential(
        domainCa,
        CertificateProfile.registrar("Passing registrar", validity)
            .withValidity(new Validity(validity.notBefore(), end)));
  }

  /** A request without a nonce by a registrar of the domain. */
  byte[] nonceless() {
    return nonceless(registrar, "ACME-0001", Optional.empty());
  }

  /** A request without a nonce, with whatever inside. */
  static byte[] nonceless(Credential registrar, String serialNumber, Optional<byte[]> prior) {
    return sign(
        new RegistrarVoucherRequest(
                Optional.of(Instant.now()),
                Optional.empty(),
                serialNumber,
                Optional.empty(),
                Optional.empty(),
                prior,
                Optional.empty())
            .toJson(),
        registrar,
        registrar.chain());
  }

  PledgeVoucherRequest pledgeRequest() {
    return PledgeVoucherRequest.proximity(Optional.of(now), "ACME-0001", nonce, registrar.leaf());
  }

  byte[] pvr() {
    return sign(pledgeRequest().toJson(), device, device.chain());
  }

  /** The chain of the registrar under a root that is another certificate of the same key. */
  List<X509Certificate> chainUnderOneMoreRoot() {
    var root =
        issuer.selfSigned(
            new KeyPair(domainRoot.leaf().getPublicKey(), domainRoot.key()),
            CertificateProfile.rootCa("Plant root", validity));
    return List.of(registrar.leaf(), domainCa.leaf(), root);
  }

  /** The root that follows on the domain's, of the same name. */
  final Credential nextRoot = issuer.selfSigned(CertificateProfile.rootCa("Plant root", validity));

  /** A registrar under the next root, with that, and with what these roots say of it. */
  Credential registrarUnderNextRoot(Credential... vouching) {
    var ca = issuer.credential(nextRoot, CertificateProfile.issuingCa("Plant CA 2", validity));
    var made = issuer.credential(ca, CertificateProfile.registrar("Plant registrar", validity));
    var chain = new ArrayList<>(made.chain());
    for (var root : vouching) {
      chain.add(
          issuer.issue(
              root,
              nextRoot.leaf().getPublicKey(),
              CertificateProfile.rootCa("Plant root", validity)));
    }
    return new Credential(made.key(), chain);
  }

  private final Credential intruder =
      issuer.selfSigned(CertificateProfile.rootCa("Plant root", validity));

  /** A registrar that the domain's root itself has certified. */
  final Credential registrarUnderRoot =
      issuer.credential(domainRoot, CertificateProfile.registrar("Plant registrar", validity));

  /**
   * That registrar, whose issuer, as it says, is the domain's root by a root of the intruder's;
   * with a link to this from the domain's root whose signature is another's.
   */
  Credential underAForgedLink() throws CertificateException {
    var crossed =
        issuer.issue(
            intruder,
            domainRoot.leaf().getPublicKey(),
            CertificateProfile.rootCa("Plant root", validity));
    return new Credential(
        registrarUnderRoot.key(),
        List.of(
            registrarUnderRoot.leaf(), crossed, intruder.leaf(), forged(domainRoot, "Plant root")));
  }

  /** That registrar under an authority of the intruder's, which the root has not signed. */
  Credential underAForgedTop() throws CertificateException {
    var crossed =
        issuer.issue(
            new Credential(intruder.key(), List.of(forged(domainRoot, "Intruder"))),
            domainRoot.leaf().getPublicKey(),
            CertificateProfile.rootCa("Plant root", validity));
    return new Credential(
        registrarUnderRoot.key(),
        List.of(registrarUnderRoot.leaf(), crossed, forged(domainRoot, "Intruder")));
  }

  /** An authority of the intruder's key, by one that has signed nothing of the kind. */
  private X509Certificate forged(Credential by, String name) throws CertificateException {
    var der =
        Certificates.encoded(
            issuer.issue(
                by, intruder.leaf().getPublicKey(), CertificateProfile.rootCa(name, validity)));
    der[der.length - 1] ^= 1;
    return Certificates.parse(der);
  }

  /** What the pledge sends when it begins anew. */
  byte[] anotherPvr() {
    var request =
        PledgeVoucherRequest.proximity(
            Optional.of(now), "ACME-0001", Nonce.random(SUITE), registrar.leaf());
    return sign(request.toJson(), device, device.chain());
  }

  /** A request of the registrar around that of a pledge, with these certificates on top. */
  byte[] rvr(byte[] pvr, List<X509Certificate> included) {
    return sign(registrarRequest(pvr).toJson(), registrar, included);
  }

  RegistrarVoucherRequest registrarRequest(byte[] pvr) {
    return RegistrarVoucherRequest.onBehalfOf(read(pvr), device.leaf(), "ACME-0001", now);
  }

  byte[] rvr() {
    return sign(registrarRequest(pvr()).toJson(), registrar, registrar.chain());
  }

  static byte[] sign(byte[] json, Credential signer, List<X509Certificate> included) {
    return SignedArtifact.sign(json, signer, included, Optional.of(Instant.now()), SUITE).encoded();
  }

  static Signed<PledgeVoucherRequest> read(byte[] pvr) {
    return accepted(VoucherCodec.standard().readPledgeVoucherRequest(pvr));
  }

  static <T> T accepted(Verdict<T> verdict) {
    return switch (verdict) {
      case Verdict.Accepted<T>(T value) -> value;
      case Verdict.Refused<T>(Refusal refusal) -> throw new AssertionError("refused: " + refusal);
    };
  }

  static Refusal refused(Verdict<?> verdict) {
    if (verdict instanceof Verdict.Refused<?>(Refusal refusal)) {
      return refusal;
    }
    throw new AssertionError("accepted: " + verdict);
  }
}
