package dev.brski.authority;

import static dev.brski.authority.TestDomain.accepted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.brski.authority.evidence.EvidenceCheck;
import dev.brski.authority.evidence.EvidenceFolder;
import dev.brski.authority.evidence.EvidenceOrder;
import dev.brski.authority.ledger.RevocationOrder;
import dev.brski.authority.setup.SetupCheck;
import dev.brski.cmp.Consent;
import dev.brski.issuance.CertificateIssuer;
import dev.brski.issuance.CertificateProfile;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.KeyKind;
import dev.brski.trust.RevocationReason;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.Assertion;
import dev.brski.voucher.Nonce;
import dev.brski.voucher.SignedArtifact;
import dev.brski.voucher.Voucher;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.cmp.PKIHeaderBuilder;
import org.bouncycastle.asn1.cmp.PKIMessage;
import org.bouncycastle.asn1.cmp.ProtectedPart;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.jce.interfaces.ECPointEncoder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is written about a certificate, and that openssl finds all of it to hold. */
class EvidenceTest {

  @TempDir private Path temp;

  @BeforeEach
  void opensslIsThere() {
    Openssl.required();
  }

  private static EvidenceOrder newest(String serialNumber) {
    return new EvidenceOrder(serialNumber, Optional.empty());
  }

  private static Refusal refused(Verdict<?> verdict) {
    return switch (verdict) {
      case Verdict.Refused<?>(var refusal) -> refusal;
      case Verdict.Accepted<?>(var value) -> throw new AssertionError("accepted " + value);
    };
  }

  @Test
  void whatACertificateRestsOnIsWrittenBesideARunningAuthorityAndAStoppedOne() throws Exception {
    try (var domain = new TestDomain(temp).start()) {
      var request = domain.maker.device("SN-1").request().encoded();
      var nested = domain.approved(request, "SN-1");
      var answer = domain.send(nested);
      var serial = domain.issued().getFirst().serial();

      var written = accepted(domain.operator.evidence(newest("SN-1"), temp.resolve("running")));
      assertThat(written.device()).isEqualTo("SN-1");
      assertThat(written.certificate()).isEqualTo(serial);
      assertThat(written.steps()).containsExactly("01-ir");
      assertThat(written.files())
          .containsExactly(
              "01-ir/request.der",
              "01-ir/nested.der",
              "01-ir/voucher.vcj",
              "01-ir/response.der",
              "01-ir/signer.pem",
              "01-ir/registrar.pem",
              "01-ir/certificate.pem",
              "domain-ca.pem",
              "issuing-ca.pem",
              "manufacturer.pem",
              "serial-number.txt",
              "serial-number-field.txt",
              "README.txt",
              "verify.sh");
      var evidence = new Evidence(temp.resolve("running"));
      assertThat(evidence.octets("01-ir/request.der")).isEqualTo(request);
      assertThat(evidence.octets("01-ir/nested.der")).isEqualTo(nested);
      assertThat(evidence.octets("01-ir/response.der")).isEqualTo(answer.octets());
      assertThat(Certificates.readPem(evidence.file("01-ir/certificate.pem")))
          .containsExactly(answer.certificate().orElseThrow());
      assertThat(Files.readString(evidence.file("README.txt")))
          .contains(
              "SN-1",
              "acme",
              "line 2",
              "imprint-SN-1",
              serial,
              Certificates.fingerprint(domain.root()));
      assertThat(evidence.verified().holds().output()).contains("NOTE  01-ir: where its signer's");

      domain.stop();
      accepted(domain.operator.evidence(newest("SN-1"), temp.resolve("resting")));
      for (var name : written.files()) {
        assertThat(new Evidence(temp.resolve("resting")).octets(name))
            .isEqualTo(evidence.octets(name));
      }
    }
  }

  @Test
  void theAnchorOfVouchersIsHeldAgainstTheirSigner() throws Exception {
    try (var domain = new TestDomain(temp).start()) {
      var masa =
          new CertificateIssuer(TestDevice.SUITE)
              .selfSigned(CertificateProfile.voucherSigner("MASA", domain.year()));
      var voucher =
          SignedArtifact.sign(
                  Voucher.nonced(
                          domain.clock.instant(),
                          new Assertion("proximity"),
                          "SN-1",
                          domain.root(),
                          new Nonce("bm9uY2Utbm9uY2Utbm9uY2U="))
                      .toJson(),
                  masa,
                  masa.chain(),
                  Optional.empty(),
                  TestDevice.SUITE)
              .encoded();
      domain.send(
          domain
              .nesting(domain.maker.device("SN-1").request().encoded())
              .consent(new Consent("imprint", 1, domain.nextSequence(), voucher))
              .encoded());
      var evidence = Evidence.of(domain, "SN-1", temp.resolve("out"));
      var anchor = Files.writeString(temp.resolve("a b.pem"), Certificates.toPem(masa.chain()));
      assertThat(evidence.verified(anchor).holds().output()).doesNotContain("NOTE");
      var other = domain.maker.writeAnchor(temp.resolve("other.pem"));
      assertThat(evidence.verified(other).failure())
          .contains("voucher.vcj: no path from its signer to the anchor of vouchers");
      assertThat(evidence.verified(temp.resolve("none.pem")).failure()).contains("VOUCHER_ANCHOR");
      assertThat(evidence.verified(anchor, anchor).status()).isEqualTo(2);
    }
  }

  @Test
  void aRequestInPkcs10IsEvidenceToo() throws Exception {
    try (var domain = new TestDomain(temp).start()) {
      var device = domain.maker.device("SN-1");
      domain.send(domain.approved(device.request().pkcs10(), "SN-1"));
      var said = Evidence.of(domain, "SN-1", temp.resolve("out")).verified().holds();
      assertThat(said.output()).contains("01-p10cr: the p10cr is signed");
    }
  }

  @Test
  void theSerialNumberIsLookedForWhereTheManufacturerHasIt() throws Exception {
    try (var domain = new TestDomain(temp)) {
      var device = domain.withHardwareModule("B-1");
      domain.start();
      domain.send(domain.approved(device));
      var evidence = Evidence.of(domain, "B-1", temp.resolve("out"));
      assertThat(evidence.verified().holds().output())
          .contains("01-ir: signer.pem is the IDevID of the device by its hardware-module-name");
      Files.writeString(evidence.file("serial-number-field.txt"), "subject\n");
      assertThat(evidence.verified().failure())
          .contains("01-ir/signer.pem: its subject does not have the serialNumber");
      Files.writeString(evidence.file("serial-number-field.txt"), "either\n");
      assertThat(evidence.verified().failure()).contains("serial-number-field.txt");
    }
  }

  /** The validity begins before the issuance, and the registrar's with it. */
  @Test
  void aRegistrarThatWasMadeJustNowApproves() throws Exception {
    try (var domain = new TestDomain(temp).start()) {
      domain.clock.advance(Duration.ofDays(3));
      accepted(domain.operator.registrar("line 3", temp.resolve("line 3")));
      var registrar =
          Credential.read(
              temp.resolve("line 3/registrar.pem"), temp.resolve("line 3/registrar.key"));
      domain.send(
          domain
              .nesting(domain.maker.device("SN-1").request().encoded())
              .signer(registrar)
              .consent(domain.consent("SN-1"))
              .encoded());
      Evidence.of(domain, "SN-1", temp.resolve("out")).verified().holds();
    }
  }

  private record Kind(String algorithm, String parameters, int bits) {

    KeyPair keys() throws GeneralSecurityException {
      var generator = KeyPairGenerator.getInstance(algorithm);
      if (bits > 0) {
        generator.initialize(bits);
      } else if (!parameters.isEmpty()) {
        generator.initialize(new ECGenParameterSpec(parameters));
      }
      return generator.generateKeyPair();
    }
  }

  @TestFactory
  Stream<DynamicTest> everyKindOfKeyIsJudged() {
    return Stream.of(
            new Kind("EC", "secp384r1", 0),
            new Kind("EC", "secp521r1", 0),
            new Kind("RSA", "", 2048),
            new Kind("RSASSA-PSS", "", 2048),
            new Kind("Ed25519", "", 0),
            new Kind("Ed448", "", 0))
        .map(kind -> dynamicTest(kind.toString(), () -> prove(kind)));
  }

  private void prove(Kind kind) throws Exception {
    var folder = Files.createTempDirectory(temp, "kind");
    try (var domain = new TestDomain(folder).start()) {
      var device = domain.maker.device("SN-1", kind.keys(), kind.keys());
      domain.send(domain.approved(device.request().encoded(), "SN-1"));
      var evidence = Evidence.of(domain, "SN-1", folder.resolve("out"));
      evidence.verified().holds();
      var other = domain.maker.device("SN-1", kind.keys(), device.newKeys());
      assertThat(evidence.with("01-ir/signer.pem", other.idevid().leaf()).verified().failure())
          .contains("request.der is not signed with the key of signer.pem");
    }
  }

  /** Those on Edwards curves openssl 3.0 does not verify in CMS. */
  @ParameterizedTest
  @EnumSource(
      value = KeyKind.class,
      names = {"ED25519", "ED448", "RSA_PSS_2048"})
  void aVoucherThatAKeyOfAnotherKindHasSignedIsJudged(KeyKind kind) throws Exception {
    var issuer = new CertificateIssuer(TestDevice.SUITE, kind);
    try (var domain = new TestDomain(temp).start()) {
      var root = issuer.selfSigned(CertificateProfile.rootCa("MASA root", domain.year()));
      var masa = issuer.credential(root, CertificateProfile.voucherSigner("MASA", domain.year()));
      domain.send(domain.approved(domain.maker.device("SN-1")));
      var evidence = Evidence.of(domain, "SN-1", temp.resolve("out"));
      var voucher = domain.voucher("SN-1", masa);

      evidence.approvedOn(voucher, domain).verified().holds();
      evidence.verified(anchor("anchor.pem", root)).holds();
      var foreign = issuer.selfSigned(CertificateProfile.rootCa("MASA root", domain.year()));
      assertThat(evidence.verified(anchor("foreign.pem", foreign)).failure())
          .contains("no path from its signer to the anchor of vouchers");

      for (int place :
          List.of(
              at(voucher, "SN-1".getBytes(StandardCharsets.US_ASCII)) + 3,
              at(voucher, "nonce".getBytes(StandardCharsets.US_ASCII)),
              voucher.length - 5)) {
        var changed = voucher.clone();
        changed[place] ^= 0x04;
        assertThat(evidence.approvedOn(changed, domain).verified().failure())
            .contains("voucher.vcj: its signature does not verify");
      }
    }
  }

  private Path anchor(String name, Credential root) throws IOException {
    return Files.writeString(temp.resolve(name), Certificates.toPem(List.of(root.leaf())));
  }

  private static int at(byte[] octets, byte[] part) {
    return new String(octets, StandardCharsets.ISO_8859_1)
        .indexOf(new String(part, StandardCharsets.ISO_8859_1));
  }

  @Test
  void aPointThatWasCompressedIsTheSameKey() throws Exception {
    try (var domain = new TestDomain(temp).start()) {
      var keys = TestDevice.SUITE.generateKeyPair();
      ((ECPointEncoder) keys.getPublic()).setPointFormat("COMPRESSED");
      var device = domain.maker.device("SN-1").withNewKeys(keys);
      var answer = domain.send(domain.approved(device));
      assertThat(answer.certificate().orElseThrow().getPublicKey().getEncoded())
          .hasSizeGreaterThan(keys.getPublic().getEncoded().length);
      Evidence.of(domain, "SN-1", temp.resolve("out")).verified().holds();
    }
  }

  @TestFactory
  Stream<DynamicTest> signaturesWithPssAreJudged() {
    return Stream.of(
            new Pss("SHA-256", NISTObjectIdentifiers.id_sha256, 32),
            new Pss("SHA-384", NISTObjectIdentifiers.id_sha384, 48),
            new Pss("SHA-512", NISTObjectIdentifiers.id_sha512, 64),
            new Pss("SHA-256", NISTObjectIdentifiers.id_sha256, 350))
        .map(pss -> dynamicTest(pss.toString(), () -> provePss(pss)));
  }

  private record Pss(String digest, ASN1ObjectIdentifier identifier, int salt) {

    AlgorithmIdentifier algorithm() {
      var hash = new AlgorithmIdentifier(identifier, DERNull.INSTANCE);
      return new AlgorithmIdentifier(
          PKCSObjectIdentifiers.id_RSASSA_PSS,
          new RSASSAPSSparams(
              hash,
              new AlgorithmIdentifier(PKCSObjectIdentifiers.id_mgf1, hash),
              new ASN1Integer(salt),
              RSASSAPSSparams.DEFAULT_TRAILER_FIELD));
    }

    Signature signature() throws GeneralSecurityException {
      var signature = Signature.getInstance("RSASSA-PSS");
      signature.setParameter(
          new PSSParameterSpec(digest, "MGF1", new MGF1ParameterSpec(digest), salt, 1));
      return signature;
    }
  }

  private void provePss(Pss pss) throws Exception {
    var folder = Files.createTempDirectory(temp, "pss");
    try (var domain = new TestDomain(folder).start()) {
      var device =
          domain.maker.device(
              "SN-1", new Kind("RSA", "", 3072).keys(), TestDevice.SUITE.generateKeyPair());
      var request = signed(device.request().encoded(), device.idevid(), pss);
      domain.send(domain.approved(request, "SN-1"));
      var evidence = Evidence.of(domain, "SN-1", folder.resolve("out"));
      evidence.verified().holds();
      var other = domain.maker.device("SN-1", new Kind("RSA", "", 3072).keys(), device.newKeys());
      assertThat(evidence.with("01-ir/signer.pem", other.idevid().leaf()).verified().failure())
          .contains("request.der is not signed with the key of signer.pem");
    }
  }

  private static byte[] signed(byte[] message, Credential signer, Pss pss)
      throws GeneralSecurityException {
    var read = PKIMessage.getInstance(message);
    var header = read.getHeader();
    var builder =
        new PKIHeaderBuilder(2, header.getSender(), header.getRecipient())
            .setProtectionAlg(pss.algorithm())
            .setTransactionID(header.getTransactionID())
            .setSenderNonce(header.getSenderNonce())
            .setGeneralInfo(header.getGeneralInfo());
    var built = builder.build();
    var signature = pss.signature();
    signature.initSign(signer.key());
    signature.update(TestMessage.der(new ProtectedPart(built, read.getBody())));
    return TestMessage.der(
        new PKIMessage(
            built, read.getBody(), new DERBitString(signature.sign()), read.getExtraCerts()));
  }

  @TestFactory
  Stream<DynamicTest> aSerialNumberIsNothingButOctets() {
    return Stream.of("$(touch x)`touch x`", "'; touch x; '", "\" && touch x", "a\\b/c", "-n", "*")
        .map(serial -> dynamicTest(serial, () -> prove(serial)));
  }

  private void prove(String serial) throws Exception {
    var folder = Files.createTempDirectory(temp, "serial");
    try (var domain = new TestDomain(folder).start()) {
      var device = domain.maker.device(serial);
      domain.send(domain.approved(device.request().encoded(), serial));
      var evidence = Evidence.of(domain, serial, folder.resolve("out"));
      evidence.verified().holds();
      assertThat(evidence.file("x")).doesNotExist();
      assertThat(Path.of("x")).doesNotExist();
    }
  }

  @Test
  void theCertificateInUseIsMeantOrElseTheNewestOrTheOneThatIsNamed() throws Exception {
    try (var domain = new TestDomain(temp).start()) {
      var device = domain.maker.device("SN-1");
      domain.send(domain.approved(device.request().encoded(), "SN-1"));
      domain.send(
          domain.approved(
              device.withNewKeys(TestDevice.SUITE.generateKeyPair()).request().encoded(), "SN-1"));
      domain.send(
          domain.approved(
              device.withNewKeys(TestDevice.SUITE.generateKeyPair()).request().explicit().encoded(),
              "SN-1"));
      var serials = domain.issued().stream().map(issued -> issued.serial()).toList();
      assertThat(serials).hasSize(3);
      assertThat(certificate(domain, newest("SN-1"), "in use")).isEqualTo(serials.get(1));
      var named = new EvidenceOrder("SN-1", Optional.of(coloned(serials.getFirst())));
      assertThat(certificate(domain, named, "named")).isEqualTo(serials.getFirst());
      new Evidence(temp.resolve("named")).verified().holds();
      accepted(
          domain.operator.revoke(
              new RevocationOrder(
                  RevocationOrder.Kind.CERTIFICATE,
                  serials.get(1),
                  RevocationReason.SUPERSEDED,
                  "ann",
                  Optional.empty())));
      assertThat(certificate(domain, newest("SN-1"), "newest")).isEqualTo(serials.get(2));
    }
  }

  private static String coloned(String serial) {
    return serial.toUpperCase(Locale.ROOT).replaceAll("(..)(?=.)", "$1:");
  }

  private String certificate(TestDomain domain, EvidenceOrder order, String out) throws Exception {
    return accepted(domain.operator.evidence(order, temp.resolve(out))).certificate();
  }

  @Test
  void whatWasNeverIssuedRestsOnNothing() throws Exception {
    try (var domain = new TestDomain(temp).start()) {
      domain.send(domain.approved(domain.maker.device("SN-1")));
      domain.send(domain.approved(domain.maker.device("SN-2")));
      var others = domain.issued().getLast().serial();
      for (var order : List.of(newest("SN-3"), new EvidenceOrder("SN-1", Optional.of(others)))) {
        var refusal = refused(domain.operator.evidence(order, temp.resolve("out")));
        assertThat(refusal.check()).isEqualTo(EvidenceCheck.UNKNOWN);
        assertThat(refusal.cause()).contains(order.device());
        assertThat(temp.resolve("out")).doesNotExist();
      }
    }
  }

  @Test
  void withoutTheAnchorOfItsManufacturerNothingIsWritten() throws Exception {
    try (var domain = new TestDomain(temp).start()) {
      domain.send(domain.approved(domain.maker.device("SN-1")));
      domain.stop();
      Files.delete(domain.dir.resolve("manufacturers.d/acme.yaml"));
      var refusal = refused(domain.operator.evidence(newest("SN-1"), temp.resolve("out")));
      assertThat(refusal.check()).isEqualTo(EvidenceCheck.INCOMPLETE);
      assertThat(refusal.cause()).contains("acme");
      assertThat(temp.resolve("out")).doesNotExist();
    }
  }

  @Test
  void nothingIsOverwritten() throws Exception {
    try (var domain = new TestDomain(temp).start()) {
      domain.send(domain.approved(domain.maker.device("SN-1")));
      var full = Files.createDirectory(temp.resolve("full"));
      var note = Files.writeString(full.resolve("note.txt"), "mine");
      var file = Files.writeString(temp.resolve("file"), "mine");
      for (var out : List.of(full, file)) {
        var refusal = refused(domain.operator.evidence(newest("SN-1"), out));
        assertThat(refusal.check()).isEqualTo(SetupCheck.EXISTS);
      }
      assertThat(full).isDirectoryContaining(note::equals);
      assertThat(EvidenceFolder.at(Files.createDirectory(temp.resolve("empty"))))
          .isInstanceOf(Verdict.Accepted.class);
    }
  }

  @Test
  void anApprovalBySignatureAloneIsShownAsThat() throws Exception {
    try (var domain =
        new TestDomain(temp).configured("consent: evidence", "consent: signature").start()) {
      domain.send(domain.nesting(domain.maker.device("SN-1").request().encoded()).encoded());
      var evidence = Evidence.of(domain, "SN-1", temp.resolve("out"));
      assertThat(evidence.file("01-ir/voucher.vcj")).doesNotExist();
      assertThat(evidence.file("README.txt")).content().contains("approved it, and says no more");
      assertThat(evidence.verified().failure())
          .contains("nested.der brings no voucher: it is a signature alone");
    }
  }
}
