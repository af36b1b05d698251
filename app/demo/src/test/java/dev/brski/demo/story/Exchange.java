package dev.brski.demo.story;

import dev.brski.cmp.CertificationDraft;
import dev.brski.cmp.CmpComposer;
import dev.brski.cmp.Consent;
import dev.brski.cmp.Grant;
import dev.brski.cmp.ReplyTo;
import dev.brski.issuance.CertificateIssuer;
import dev.brski.issuance.CertificateProfile;
import dev.brski.issuance.Validity;
import dev.brski.time.Clock;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.Assertion;
import dev.brski.voucher.Nonce;
import dev.brski.voucher.PledgeVoucherRequest;
import dev.brski.voucher.RegistrarVoucherRequest;
import dev.brski.voucher.SignedArtifact;
import dev.brski.voucher.Voucher;
import dev.brski.voucher.VoucherCodec;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;

/** Everything that a device with a serial number and the others say to each other. */
final class Exchange {

  static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

  private static final CryptoSuite SUITE = CryptoSuite.standard();
  private static final CertificateIssuer ISSUER = new CertificateIssuer(SUITE);
  private static final Validity LONG = Validity.years(Instant.parse("2026-01-01T00:00:00Z"), 50);

  private final Credential deviceRoot = root("ACME device root");
  private final Credential vouchers = root("ACME voucher CA");
  private final Credential domain = root("Plant 7 Root CA");
  private final Credential issuing =
      ISSUER.credential(domain, CertificateProfile.issuingCa("Plant 7 Issuing CA", LONG));
  private final Credential registrar =
      ISSUER.credential(issuing, CertificateProfile.registrar("north", LONG));
  private final Credential responder =
      ISSUER.credential(issuing, CertificateProfile.responder("Plant 7 RA", LONG));
  private final Credential voucherSigner =
      ISSUER.credential(vouchers, CertificateProfile.voucherSigner("ACME voucher signer", LONG));
  private final KeyPair key = SUITE.generateKeyPair();
  private final List<StoryMessage> messages = new ArrayList<>();
  private final String serial;
  private final Credential device;
  private final X509Certificate ldevid;
  private final byte[] voucher;
  private final byte[] ip;

  Exchange(String serial) {
    this.serial = serial;
    this.device =
        ISSUER.credential(deviceRoot, CertificateProfile.idevid(serial, "ACME", LONG.notBefore()));
    this.ldevid =
        ISSUER.issue(
            issuing,
            key.getPublic(),
            CertificateProfile.ldevid(
                X500Name.getInstance(device.leaf().getSubjectX500Principal().getEncoded()), LONG),
            ISSUER.randomSerialNumber());
    this.voucher = vouchers();
    this.ip = enrollment();
    say("pledge", "registrar", Kind.ENROLL_STATUS, "{\"version\":1,\"status\":true}");
  }

  KnownKeys keys() {
    return new KnownKeys(
        List.of(deviceRoot.leaf()),
        List.of(vouchers.leaf()),
        List.of(domain.leaf()),
        registrar.leaf());
  }

  List<StoryMessage> messages() {
    return List.copyOf(messages);
  }

  /** The messages, one of them changed in one octet. */
  List<StoryMessage> tampered(Kind kind, int offsetFromTheEnd) {
    return messages.stream()
        .map(
            message ->
                message.kind().equals(kind.title()) ? flipped(message, offsetFromTheEnd) : message)
        .toList();
  }

  List<byte[]> received() {
    return List.of(voucher, ip);
  }

  List<X509Certificate> membership() {
    return List.of(ldevid, issuing.leaf());
  }

  private byte[] vouchers() {
    var nonce = Nonce.random(SUITE);
    var request =
        signed(
            PledgeVoucherRequest.proximity(Optional.of(NOW), serial, nonce, registrar.leaf())
                .toJson(),
            device);
    say("pledge", "registrar", Kind.VOUCHER_REQUEST, request);
    var understood = accepted(VoucherCodec.standard().readPledgeVoucherRequest(request));
    say(
        "registrar",
        "MASA",
        Kind.REGISTRAR_VOUCHER_REQUEST,
        signed(
            RegistrarVoucherRequest.onBehalfOf(understood, device.leaf(), serial, NOW).toJson(),
            registrar));
    var voucher =
        signed(
            Voucher.nonced(NOW, Assertion.PROXIMITY, serial, domain.leaf(), nonce).toJson(),
            voucherSigner);
    say("MASA", "registrar", Kind.VOUCHER, voucher);
    say("pledge", "registrar", Kind.VOUCHER_STATUS, "{\"version\":1,\"status\":true}");
    return voucher;
  }

  private byte[] enrollment() {
    var ir =
        as(device)
            .certificationRequest(
                CertificationDraft.ir(device.leaf().getSubjectX500Principal(), key, SUITE));
    say("pledge", "registrar", Kind.CERTIFICATION_REQUEST, ir.encoded());
    var nested = as(registrar).nested(ir, new Consent("imprint", 1, 1, voucher).generalInfo());
    say("registrar", "authority", Kind.NESTED_CERTIFICATION_REQUEST, nested.encoded());
    say(
        "registrar",
        "pledge",
        Kind.WAITING,
        as(registrar)
            .waiting(ReplyTo.of(ir), "", new dev.brski.cmp.Nonce(SUITE.randomBytes(16)))
            .encoded());
    var granted =
        as(responder)
            .granted(
                ReplyTo.of(ir),
                Grant.of(ldevid, issuing.chain(), new Grant.Confirmation.Implicit()));
    say("authority", "pledge", Kind.CERTIFICATION_RESPONSE, granted.encoded());
    return granted.encoded();
  }

  private void say(String sender, String receiver, Kind kind, String json) {
    say(sender, receiver, kind, json.getBytes(StandardCharsets.UTF_8));
  }

  private void say(String sender, String receiver, Kind kind, byte[] content) {
    messages.add(
        new StoryMessage(
            "id-" + messages.size(),
            NOW.plusMillis(120L * messages.size()),
            "exchange",
            sender,
            receiver,
            kind.title(),
            "application/octet-stream",
            content));
  }

  private static StoryMessage flipped(StoryMessage message, int offsetFromTheEnd) {
    var content = message.content();
    content[content.length - offsetFromTheEnd] ^= 1;
    return new StoryMessage(
        message.id(),
        message.at(),
        message.exchange(),
        message.sender(),
        message.receiver(),
        message.kind(),
        message.mediaType(),
        content);
  }

  private static CmpComposer as(Credential credential) {
    return new CmpComposer(credential, SUITE, Clock.known(InstantSource.fixed(NOW)));
  }

  private static byte[] signed(byte[] json, Credential signer) {
    return SignedArtifact.sign(json, signer, signer.chain(), Optional.of(NOW), SUITE).encoded();
  }

  private static Credential root(String name) {
    return ISSUER.selfSigned(CertificateProfile.rootCa(name, LONG));
  }

  private static <T> T accepted(Verdict<T> verdict) {
    return switch (verdict) {
      case Verdict.Accepted<T>(T value) -> value;
      case Verdict.Refused<T>(var refusal) -> throw new AssertionError(refusal.toString());
    };
  }
}
