package dev.brski.registrar;

import dev.brski.cmp.Body;
import dev.brski.cmp.BodyType;
import dev.brski.cmp.CertificationDraft;
import dev.brski.cmp.CmpComposer;
import dev.brski.cmp.CmpLimits;
import dev.brski.cmp.CmpMessage;
import dev.brski.cmp.Grant;
import dev.brski.cmp.Information;
import dev.brski.cmp.NestedMessage;
import dev.brski.cmp.ReplyTo;
import dev.brski.cmp.RequestValidation;
import dev.brski.cmp.RevocationDraft;
import dev.brski.issuance.CertificateIssuer;
import dev.brski.issuance.CertificateProfile;
import dev.brski.issuance.Validity;
import dev.brski.registrar.admission.MasaRule;
import dev.brski.registrar.setup.ManufacturerFile;
import dev.brski.registrar.setup.RegistrarFolder;
import dev.brski.registrar.setup.RegistrarSetup;
import dev.brski.time.Clock;
import dev.brski.trust.AlgorithmPolicy;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.RevocationReason;
import dev.brski.trust.SerialNumberField;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.Assertion;
import dev.brski.voucher.MediaTypes;
import dev.brski.voucher.Nonce;
import dev.brski.voucher.PledgeVoucherRequest;
import dev.brski.voucher.SignedArtifact;
import dev.brski.voucher.Voucher;
import dev.brski.voucher.VoucherCodec;
import dev.brski.wire.Call;
import dev.brski.wire.Channel;
import dev.brski.wire.ChannelLimits;
import dev.brski.wire.ClientTls;
import dev.brski.wire.HostPort;
import dev.brski.wire.NameResolver;
import dev.brski.wire.PeerFailure;
import dev.brski.wire.PeerJudge;
import dev.brski.wire.Reply;
import dev.brski.wire.Request;
import dev.brski.wire.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A domain with one registrar under test, a scripted MASA and a scripted authority. */
final class World implements AutoCloseable {

  static final CryptoSuite SUITE = CryptoSuite.standard();
  static final CertificateIssuer ISSUER = new CertificateIssuer(SUITE);
  static final Validity VALIDITY =
      new Validity(Instant.parse("2020-01-01T00:00:00Z"), Instant.parse("2090-01-01T00:00:00Z"));

  final Credential deviceRoot = ISSUER.selfSigned(CertificateProfile.rootCa("maker", VALIDITY));
  final Credential voucherCa = ISSUER.selfSigned(CertificateProfile.rootCa("vouchers", VALIDITY));
  final Credential domainRoot = ISSUER.selfSigned(CertificateProfile.rootCa("domain", VALIDITY));
  final Credential issuingCa =
      ISSUER.credential(domainRoot, CertificateProfile.issuingCa("issuing", VALIDITY));
  final Credential responder =
      ISSUER.credential(issuingCa, CertificateProfile.responder("ra", VALIDITY));
  final Path folder;
  final ScriptedPeer masa;
  final ScriptedPeer authority;
  InstantSource clock = InstantSource.system();
  NameResolver resolver = NameResolver.system();
  Registrar registrar;

  World(Path folder) throws Exception {
    this.folder = folder;
    masa = new ScriptedPeer(tls(deviceRoot), this::voucher);
    authority = new ScriptedPeer(tls(domainRoot), this::issue);
    var credential =
        ISSUER.credential(issuingCa, CertificateProfile.registrar("registrar", VALIDITY));
    new Credential(credential.key(), List.of(credential.leaf(), issuingCa.leaf()))
        .write(folder.resolve("registrar.pem"), folder.resolve("registrar.key"));
    pem("domain-ca.pem", domainRoot.leaf());
    pem("authority.pem", responder.leaf(), issuingCa.leaf());
    Files.writeString(folder.resolve("authority.url"), "https://" + authority.address() + "\n");
    accepted(RegistrarSetup.init(folder, new HostPort("127.0.0.1", 0)));
    Files.writeString(
        folder.resolve("brski.yaml"),
        Files.readString(folder.resolve("brski.yaml"))
            .replace("# answer-within: 5s", "answer-within: 2s"));
    pem("maker.pem", deviceRoot.leaf());
    accepted(
        ManufacturerFile.add(
            new RegistrarFolder(folder),
            "maker",
            folder.resolve("maker.pem"),
            SerialNumberField.SUBJECT,
            new MasaRule.Fixed(masa.address()),
            folder.resolve("maker.pem")));
    start();
  }

  void start() throws Exception {
    registrar = accepted(Registrar.start(folder, clock, resolver));
  }

  /** The registrar begins anew under rules of its policy on audit logs. */
  void policy(String... rules) throws Exception {
    registrar.close();
    var file = folder.resolve("brski.yaml");
    var yaml = Files.readString(file);
    for (var rule : rules) {
      var key = rule.substring(0, rule.indexOf(':'));
      var line = Pattern.compile("(?m)^  (# )?" + key + ": .*$").matcher(yaml);
      if (!line.find()) {
        throw new AssertionError("no such rule: " + rule);
      }
      yaml = line.replaceFirst("  " + rule);
    }
    Files.writeString(file, yaml);
    start();
  }

  Device device(String serialNumber) {
    return new Device(
        serialNumber,
        ISSUER.credential(
            deviceRoot, CertificateProfile.idevid(serialNumber, "maker", VALIDITY.notBefore())));
  }

  /** A device that joined the domain by another registrar. */
  Device member(String serialNumber) {
    return new Device(serialNumber, ldevid(serialNumber));
  }

  /** A certificate of the domain with its chain. */
  Credential ldevid(String serialNumber) {
    var name = new org.bouncycastle.asn1.x500.X500Name("SERIALNUMBER=" + serialNumber);
    var made = ISSUER.credential(issuingCa, CertificateProfile.ldevid(name, VALIDITY));
    return new Credential(made.key(), List.of(made.leaf(), issuingCa.leaf()));
  }

  /** A device whose certificate says where its MASA is. */
  Device device(String serialNumber, String masaUrl) {
    return new Device(
        serialNumber,
        ISSUER.credential(
            deviceRoot,
            CertificateProfile.idevid(serialNumber, "maker", masaUrl, VALIDITY.notBefore())));
  }

  /** The registrar begins anew with another word on where the maker's MASA is. */
  void masa(String line) throws Exception {
    registrar.close();
    var file = folder.resolve("manufacturers.d/maker.yaml");
    Files.writeString(file, Files.readString(file).replaceFirst("(?m)^masa(-hosts)?: .*$", line));
    start();
  }

  Response voucher(Request request) {
    var asked =
        accepted(VoucherCodec.standard().readRegistrarVoucherRequest(request.body())).leaves();
    return voucher(asked.serialNumber(), asked.nonce().orElseThrow(), domainRoot.leaf());
  }

  Response voucher(String serialNumber, Nonce nonce, X509Certificate pin) {
    var voucher =
        Voucher.nonced(Instant.now(), Assertion.PROXIMITY, serialNumber, pin, nonce).toJson();
    return Response.of(
        200,
        MediaTypes.VOUCHER_CMS_JSON,
        SignedArtifact.sign(
                voucher, voucherCa, voucherCa.chain(), Optional.of(Instant.now()), SUITE)
            .encoded());
  }

  Response issue(Request request) {
    var inner = inner(request.body());
    var composer = new CmpComposer(responderChain(), SUITE, Clock.known(InstantSource.system()));
    return switch (inner.type()) {
      case ir, p10cr, cr, kur -> pki(composer.granted(ReplyTo.of(inner), grant(inner)));
      case certConf -> pki(composer.pkiConf(ReplyTo.of(inner)));
      case rr -> pki(composer.revoked(ReplyTo.of(inner)));
      case genm ->
          pki(
              composer.information(
                  ReplyTo.of(inner),
                  new Information.CaCertificates(List.of(issuingCa.leaf(), domainRoot.leaf()))));
      default -> throw new AssertionError("the authority was sent a " + inner.type());
    };
  }

  Grant grant(CmpMessage ir) {
    var requested =
        accepted(
            new RequestValidation(SUITE, AlgorithmPolicy.standard())
                .validate(ir, ir.extraCerts().getFirst(), RequestValidation.Requester.END_ENTITY));
    var certificate =
        ISSUER.issue(
            issuingCa,
            requested.publicKey(),
            CertificateProfile.ldevid(
                org.bouncycastle.asn1.x500.X500Name.getInstance(requested.subject().getEncoded()),
                VALIDITY));
    return Grant.of(
        certificate,
        List.of(issuingCa.leaf()),
        ir.implicitConfirm()
            ? new Grant.Confirmation.Implicit()
            : new Grant.Confirmation.Explicit());
  }

  static CmpMessage inner(byte[] nested) {
    var message = accepted(CmpMessage.parse(nested, CmpLimits.standard()));
    return message.type() != BodyType.nested
        ? message
        : accepted(NestedMessage.ofRequests(message)) instanceof NestedMessage.Single single
            ? single.inner()
            : fail("a batch");
  }

  private static CmpMessage fail(String why) {
    throw new AssertionError(why);
  }

  Credential responderChain() {
    return new Credential(responder.key(), List.of(responder.leaf(), issuingCa.leaf()));
  }

  static Response pki(CmpMessage message) {
    return Response.of(200, "application/pkixcmp", message.encoded());
  }

  URI url() {
    return registrar.url();
  }

  Channel connect(Optional<Credential> client) throws PeerFailure {
    return Channel.open(
        new HostPort("127.0.0.1", url().getPort()),
        new ClientTls(client, PeerJudge.provisional(), false),
        ChannelLimits.standard().withReplyBytes(4 << 20));
  }

  @Override
  public void close() {
    registrar.close();
    masa.close();
    authority.close();
  }

  /** A device as its registrar sees it: an IDevID, and whatever it sends. */
  final class Device implements AutoCloseable {

    final String serialNumber;
    final Credential idevid;
    private Optional<Channel> channel = Optional.empty();

    Device(String serialNumber, Credential idevid) {
      this.serialNumber = serialNumber;
      this.idevid = idevid;
    }

    /** The same device over a connection of its own. */
    Device anew() {
      return new Device(serialNumber, idevid);
    }

    Reply send(String path, String mediaType, byte[] body) throws PeerFailure {
      if (channel.isEmpty()) {
        channel = Optional.of(connect(Optional.of(idevid)));
      }
      return channel.get().exchange(Call.post(path, mediaType, body));
    }

    X509Certificate registrarShown() throws PeerFailure {
      if (channel.isEmpty()) {
        channel = Optional.of(connect(Optional.of(idevid)));
      }
      return channel.get().peerChain().getFirst();
    }

    byte[] voucherRequest() throws PeerFailure {
      return sign(
          PledgeVoucherRequest.proximity(
                  Optional.of(Instant.now()), serialNumber, Nonce.random(SUITE), registrarShown())
              .toJson());
    }

    byte[] sign(byte[] leaves) {
      return SignedArtifact.sign(
              leaves, idevid, List.of(idevid.leaf()), Optional.of(Instant.now()), SUITE)
          .encoded();
    }

    Reply askForVoucher(byte[] request) throws PeerFailure {
      return send("/.well-known/brski/requestvoucher", MediaTypes.VOUCHER_CMS_JSON, request);
    }

    /** Asks with the same octets until it is told something else than to wait. */
    Reply decision(byte[] request) throws PeerFailure {
      var reply = askForVoucher(request);
      for (int times = 0; reply.status() == 202 && times < 30; times++) {
        reply = askForVoucher(request);
      }
      return reply;
    }

    void imprint() throws PeerFailure {
      var reply = decision(voucherRequest());
      if (reply.status() != 200) {
        throw new AssertionError("no voucher: " + reply.status() + " " + reply.explanation());
      }
      status("voucher_status", "{\"version\":1,\"status\":true}");
    }

    Reply status(String name, String json) throws PeerFailure {
      return send(
          "/.well-known/brski/" + name, MediaTypes.JSON, json.getBytes(StandardCharsets.UTF_8));
    }

    CmpMessage ir(boolean implicitConfirm) {
      return composer()
          .certificationRequest(
              CertificationDraft.ir(
                      idevid.leaf().getSubjectX500Principal(), SUITE.generateKeyPair(), SUITE)
                  .withImplicitConfirm(implicitConfirm));
    }

    /** A request for the renewal of the certificate that it has, on a new key. */
    CmpMessage kur() {
      return composer()
          .certificationRequest(
              CertificationDraft.kur(idevid.leaf(), SUITE.generateKeyPair(), SUITE));
    }

    /** A request for the revocation of that certificate. */
    CmpMessage rr() {
      return composer()
          .revocationRequest(
              RevocationDraft.of(idevid.leaf(), RevocationReason.CESSATION_OF_OPERATION, SUITE));
    }

    /** The device with the certificate that it is given here, over a connection of its own. */
    Device enrolled() throws PeerFailure {
      imprint();
      var key = SUITE.generateKeyPair();
      var ir =
          composer()
              .certificationRequest(
                  CertificationDraft.ir(idevid.leaf().getSubjectX500Principal(), key, SUITE));
      return new Device(serialNumber, issued(cmp(ir), key));
    }

    /** What an answer brought, with its chain. */
    Credential issued(CmpMessage answer, KeyPair key) {
      if (answer.body() instanceof Body.Response response) {
        return new Credential(
            key.getPrivate(),
            List.of(response.only().certificate().orElseThrow(), issuingCa.leaf()));
      }
      throw new AssertionError("no certificate in a " + answer.type());
    }

    CmpComposer composer() {
      return new CmpComposer(idevid, SUITE, Clock.known(InstantSource.system()));
    }

    CmpMessage cmp(CmpMessage message) throws PeerFailure {
      return cmp(message.encoded());
    }

    CmpMessage cmp(byte[] message) throws PeerFailure {
      var reply = post(message);
      if (reply.status() != 200) {
        throw new AssertionError(reply.status() + " " + reply.explanation());
      }
      return accepted(CmpMessage.parse(reply.body(), CmpLimits.standard()));
    }

    /** What comes when the waiting is over, after an answer that said to wait. */
    CmpMessage polled(CmpMessage waiting, long certReqId) throws PeerFailure {
      long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      var last = waiting;
      while (System.nanoTime() < end) {
        last = cmp(composer().pollReq(last, certReqId));
        if (last.type() != BodyType.pollRep) {
          return last;
        }
      }
      throw new AssertionError("the waiting did not end within a minute");
    }

    Reply post(byte[] message) throws PeerFailure {
      return send("/.well-known/cmp/initialization", "application/pkixcmp", message);
    }

    @Override
    public void close() {
      channel.ifPresent(Channel::close);
    }
  }

  static Credential tls(Credential root) {
    return ISSUER.credential(root, CertificateProfile.tlsServer("127.0.0.1", VALIDITY));
  }

  private void pem(String name, X509Certificate... certificates) {
    try {
      Files.writeString(folder.resolve(name), Certificates.toPem(List.of(certificates)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static <T> T accepted(Verdict<T> verdict) {
    return switch (verdict) {
      case Verdict.Accepted<T>(T value) -> value;
      case Verdict.Refused<T>(Refusal refusal) -> throw new AssertionError(refusal.toString());
    };
  }
}
