package dev.brski.pledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.brski.pledge.ScriptedRegistrar.Answer;
import dev.brski.pledge.ScriptedRegistrar.Seen;
import dev.brski.proof.kit.Proves;
import dev.brski.time.Clock;
import dev.brski.trust.Certificates;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.cmp.CMPObjectIdentifiers;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.crmf.CertReqMessages;
import org.bouncycastle.asn1.crmf.POPOSigningKey;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way of one device where everybody does what is right, seen by the registrar. */
final class WayTest {

  @TempDir Path folder;
  private World world;

  @BeforeEach
  void build() {
    world = new World(folder);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  @Proves({"PL-2", "PL-20", "PL-24", "PL-60", "PL-62", "PL-63", "PL-64", "EN-1", "EN-3", "TLS-1"})
  void oneConnectionUntilEnrolledAndAnotherAfter() throws Exception {
    var registrar = world.registrar();

    var outcome = world.onboard(registrar);

    assertThat(outcome).isInstanceOf(Outcome.Enrolled.class);
    assertThat(outcome.exitCode()).isZero();
    assertThat(((Outcome.Enrolled) outcome).reported()).isTrue();
    assertThat(registrar.seen().stream().map(Seen::path))
        .containsExactly(
            ScriptedRegistrar.REQUEST_VOUCHER,
            ScriptedRegistrar.VOUCHER_STATUS,
            ScriptedRegistrar.INITIALIZATION,
            ScriptedRegistrar.ENROLL_STATUS);
    var connections = registrar.seen().stream().map(Seen::connection).toList();
    assertThat(connections.subList(0, 3)).containsOnly(connections.getFirst());
    assertThat(connections.getLast()).isNotEqualTo(connections.getFirst());
    assertThat(registrar.seen().getFirst().client()).isEqualTo(world.device.chain());
    assertThat(registrar.seen().getLast().client().getFirst())
        .isEqualTo(((Outcome.Enrolled) outcome).certificate());
    assertThat(registrar.seen(ScriptedRegistrar.VOUCHER_STATUS).getFirst().text())
        .isEqualTo("{\"version\":1,\"status\":true}");
    assertThat(registrar.seen(ScriptedRegistrar.ENROLL_STATUS).getFirst().text())
        .isEqualTo("{\"version\":1,\"status\":true}");
    assertThat(registrar.namesAskedFor).isEmpty();
    assertThat(world.states())
        .containsExactly(
            State.DISCOVER,
            State.IDENTIFY,
            State.REQUEST_JOIN,
            State.IMPRINT,
            State.ENROLL,
            State.ENROLLED);
  }

  @Test
  @Proves({"PL-24", "TLS-3"})
  void aRegistrarKnownByNameIsNotNamedEither() throws Exception {
    var registrar = world.registrar();
    var byName = URI.create("https://localhost:" + registrar.url().getPort());

    var outcome = world.onboarding().onboard(world.options(Optional.empty(), List.of(byName)));

    assertThat(outcome).isInstanceOf(Outcome.Enrolled.class);
    assertThat(registrar.namesAskedFor).isEmpty();
  }

  @Test
  @Proves({"PL-6", "PL-7", "PL-30", "PL-31", "PL-33", "W1", "W17", "W18", "W19", "W30", "W31"})
  void theVoucherRequest() throws Exception {
    var registrar = world.registrar();
    world.onboard(registrar);

    var seen = registrar.seen(ScriptedRegistrar.REQUEST_VOUCHER).getFirst();
    assertThat(seen.method()).isEqualTo("POST");
    assertThat(seen.headers().getFirst("Content-Type")).isEqualTo("application/voucher-cms+json");
    assertThat(seen.headers().getFirst("Accept")).isEqualTo("application/voucher-cms+json");
    var cms = new CMSSignedData(seen.body());
    assertThat(cms.getSignedContentTypeOID()).isEqualTo("1.2.840.113549.1.9.16.1.40");
    var signer = cms.getSignerInfos().getSigners().iterator().next();
    assertThat(signer.getSignedAttributes()).isNotNull();
    assertThat(
            signer.verify(
                new JcaSimpleSignerInfoVerifierBuilder()
                    .setProvider(Issuer.BC)
                    .build(world.device.certificate().getPublicKey())))
        .isTrue();
    var root = VoucherForge.content(seen.body());
    assertThat(root.propertyNames()).containsExactly("ietf-voucher-request:voucher");
    var request = root.get("ietf-voucher-request:voucher");
    assertThat(request.propertyNames())
        .containsExactlyInAnyOrder(
            "created-on", "assertion", "serial-number", "nonce", "proximity-registrar-cert");
    assertThat(request.get("assertion").asString()).isEqualTo("proximity");
    assertThat(request.get("serial-number").asString()).isEqualTo(World.SERIAL);
    assertThat(request.get("created-on").asString()).isEqualTo(MovedTime.START.toString());
    assertThat(request.get("proximity-registrar-cert").asString())
        .isEqualTo(VoucherForge.base64(world.registrar.certificate()));
    assertThat(Base64.getDecoder().decode(request.get("nonce").asString()))
        .hasSizeGreaterThanOrEqualTo(16);
  }

  @Test
  @Proves({"PL-31", "TIME-1"})
  void aDeviceWithoutClockDatesNothing() throws Exception {
    var registrar = world.registrar();

    var outcome =
        world
            .onboarding()
            .onboard(
                OnboardOptions.of(
                    folder, List.of(registrar.url()), Optional.empty(), Clock.unknown()));

    assertThat(outcome).isInstanceOf(Outcome.Enrolled.class);
    var seen = registrar.seen(ScriptedRegistrar.REQUEST_VOUCHER).getFirst();
    assertThat(
            VoucherForge.content(seen.body()).get("ietf-voucher-request:voucher").has("created-on"))
        .isFalse();
    var signer = new CMSSignedData(seen.body()).getSignerInfos().getSigners().iterator().next();
    assertThat(
            signer.getSignedAttributes().get(org.bouncycastle.asn1.cms.CMSAttributes.signingTime))
        .isNull();
  }

  @Test
  @Proves("PL-12")
  void noNonceComesTwice() throws Exception {
    var registrar =
        world
            .registrar()
            .on(ScriptedRegistrar.REQUEST_VOUCHER, seen -> Answer.text(403, "not today"));
    var nonces = new HashSet<String>();
    for (int i = 0; i < 5; i++) {
      assertThat(world.onboard(registrar)).isInstanceOf(Outcome.Refused.class);
    }
    for (var seen : registrar.seen(ScriptedRegistrar.REQUEST_VOUCHER)) {
      nonces.add(
          VoucherForge.content(seen.body())
              .get("ietf-voucher-request:voucher")
              .get("nonce")
              .asString());
    }
    assertThat(nonces).hasSize(5);
  }

  @Test
  @Proves({
    "CMP-E1", "CMP-E3", "CMP-E4", "CMP-F1", "CMP-H1", "CMP-H2", "CMP-H5", "CMP-H6", "CMP-H7",
    "CMP-H8", "CMP-H9", "CMP-H10", "CMP-H21", "CMP-E17", "W6", "EN-10", "EN-15", "EN-16"
  })
  void theCertificationRequest() throws Exception {
    var registrar = world.registrar();
    world.onboard(registrar);

    var seen = registrar.seen(ScriptedRegistrar.INITIALIZATION).getFirst();
    assertThat(seen.method()).isEqualTo("POST");
    assertThat(seen.headers().getFirst("Content-Type")).isEqualTo("application/pkixcmp");
    var message = Reply.parse(seen.body());
    assertThat(message.getBody().getType()).isEqualTo(PKIBody.TYPE_INIT_REQ);
    var header = message.getHeader();
    assertThat(header.getPvno().intValueExact()).isEqualTo(2);
    assertThat(header.getSender().getName()).isEqualTo(world.device.name());
    assertThat(header.getTransactionID().getOctets()).hasSize(16);
    assertThat(header.getSenderNonce().getOctets()).hasSize(16);
    assertThat(header.getRecipNonce()).isNull();
    assertThat(Stream.of(header.getGeneralInfo()).map(info -> info.getInfoType()))
        .containsExactly(CMPObjectIdentifiers.it_implicitConfirm);
    assertThat(message.getExtraCerts()[0].getX509v3PKCert().getEncoded())
        .isEqualTo(world.device.certificate().getEncoded());
    assertThat(
            new org.bouncycastle.cert.cmp.ProtectedPKIMessage(
                    new org.bouncycastle.cert.cmp.GeneralPKIMessage(message))
                .verify(
                    new org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder()
                        .setProvider(Issuer.BC)
                        .build(world.device.certificate())))
        .isTrue();
    var requests = CertReqMessages.getInstance(message.getBody().getContent()).toCertReqMsgArray();
    assertThat(requests).hasSize(1);
    assertThat(requests[0].getCertReq().getCertReqId().intValueExact()).isZero();
    var template = requests[0].getCertReq().getCertTemplate();
    assertThat(template.getSubject()).isEqualTo(world.device.name());
    assertThat(template.getSerialNumber()).isNull();
    var popo = POPOSigningKey.getInstance(requests[0].getPop().getObject());
    assertThat(popo.getPoposkInput()).isNull();
    var signature = java.security.Signature.getInstance("SHA256withECDSA", Issuer.BC);
    signature.initVerify(Reply.requestedKey(seen.body()));
    signature.update(requests[0].getCertReq().getEncoded("DER"));
    assertThat(signature.verify(popo.getSignature().getOctets())).isTrue();
    assertThat(Reply.requestedKey(seen.body()))
        .isNotEqualTo(world.device.certificate().getPublicKey());
  }

  @Test
  @Proves({"CMP-E4", "CMP-F6", "CMP-F7", "CMP-H20", "EN-12"})
  void theCertificateIsConfirmedWhenThatIsWanted() throws Exception {
    var registrar =
        world.registrar().on(ScriptedRegistrar.INITIALIZATION, world::confirmedCertificate);

    var outcome = world.onboardConfirming(registrar);

    assertThat(outcome).isInstanceOf(Outcome.Enrolled.class);
    var sent = registrar.seen(ScriptedRegistrar.INITIALIZATION);
    assertThat(sent.stream().map(one -> Reply.bodyType(one.body())))
        .containsExactly(PKIBody.TYPE_INIT_REQ, PKIBody.TYPE_CERT_CONFIRM);
    assertThat(Reply.parse(sent.getFirst().body()).getHeader().getGeneralInfo()).isNull();
    var status = Reply.certStatus(sent.getLast().body());
    assertThat(status.getCertHash().getOctets())
        .isEqualTo(
            java.security.MessageDigest.getInstance("SHA-256")
                .digest(((Outcome.Enrolled) outcome).certificate().getEncoded()));
    assertThat(status.getHashAlg()).isNull();
    assertThat(status.getStatusInfo().getStatus().intValue()).isZero();
    assertThat(Reply.transactionID(sent.getLast().body()))
        .isEqualTo(Reply.transactionID(sent.getFirst().body()));
    assertThat(Reply.senderNonce(sent.getLast().body()))
        .isNotEqualTo(Reply.senderNonce(sent.getFirst().body()));
  }

  @Test
  @Proves({"CMP-E4"})
  void implicitConfirmationThatIsNotGrantedMeansCertConf() throws Exception {
    var registrar =
        world.registrar().on(ScriptedRegistrar.INITIALIZATION, world::confirmedCertificate);

    assertThat(world.onboard(registrar)).isInstanceOf(Outcome.Enrolled.class);
    assertThat(registrar.seen(ScriptedRegistrar.INITIALIZATION)).hasSize(2);
  }

  @Test
  @Proves({"PL-3", "PL-59"})
  void theFolderHoldsTheMembership() throws Exception {
    var registrar = world.registrar();
    var outcome = (Outcome.Enrolled) world.onboard(registrar);

    assertThat(Files.readString(folder.resolve("ldevid.pem")))
        .isEqualTo(World.pem(List.of(outcome.certificate(), world.domainCa.certificate())));
    assertThat(Files.readString(folder.resolve("domain-ca.pem")))
        .isEqualTo(World.pem(List.of(world.domainCa.certificate())));
    assertThat(Files.readAllBytes(folder.resolve("voucher.vcj"))).isEqualTo(world.lastVoucher);
    var key = folder.resolve("ldevid.key");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
    assertThat(Files.readString(key)).startsWith("-----BEGIN PRIVATE KEY-----");
    assertThat(folder.resolve("ca-pubs.pem")).doesNotExist();
    assertThat(folder.resolve("data/ldevid.key")).doesNotExist();
  }

  @Test
  @Proves("PL-3")
  void opensslTakesKeyAndChain() throws Exception {
    assumeTrue(Openssl.isThere(), "openssl is not installed");
    world.onboard(world.registrar());
    var root = folder.resolve("root.pem");
    Files.writeString(root, World.pem(List.of(world.domainRoot.certificate())));

    var fromKey = Openssl.run("pkey", "-in", folder.resolve("ldevid.key"), "-pubout");
    var fromCertificate =
        Openssl.run("x509", "-in", folder.resolve("ldevid.pem"), "-noout", "-pubkey");

    assertThat(fromKey).isEqualTo(fromCertificate).contains("PUBLIC KEY");
    assertThat(
            Openssl.run(
                "verify",
                "-CAfile",
                root,
                "-untrusted",
                folder.resolve("ldevid.pem"),
                folder.resolve("ldevid.pem")))
        .contains("OK");
  }

  @Test
  @Proves({"PL-1", "PL-2", "EN-16"})
  void aMemberDoesNotOnboardAgain() throws Exception {
    var registrar = world.registrar();
    world.onboard(registrar);
    int before = registrar.seen().size();

    var again = world.onboard(registrar);
    var unnamed = world.onboard();

    assertThat(again).isInstanceOf(Outcome.Enrolled.class).isEqualTo(unnamed);
    assertThat(((Outcome.Enrolled) again).already()).isTrue();
    assertThat(((Outcome.Enrolled) again).registrar()).isEqualTo(registrar.url());
    assertThat(registrar.seen()).hasSize(before);
  }

  @Test
  @Proves({"PL-1"})
  void aMembershipOfUnknownOriginIsNotReplaced() throws Exception {
    Files.writeString(folder.resolve("ldevid.pem"), "somebody's");
    var registrar = world.registrar();

    assertThatThrownBy(() -> world.onboard(registrar))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("reset");

    assertThat(registrar.seen()).isEmpty();
    assertThat(folder.resolve("ldevid.pem")).hasContent("somebody's");
  }

  @Test
  @Proves("PL-62")
  void whatTheRegistrarCouldNotBeToldIsToldNextTime() throws Exception {
    var registrar = world.registrar();
    registrar.on(
        ScriptedRegistrar.INITIALIZATION,
        seen -> {
          registrar.refuseConnections();
          return world.rightCertificate(seen).closing();
        });
    var first = (Outcome.Enrolled) world.onboard(registrar);
    assertThat(first.reported()).isFalse();
    assertThat(first.exitCode()).isZero();
    assertThat(world.status().reported()).isFalse();

    registrar.acceptConnections();
    var second = (Outcome.Enrolled) world.onboard();
    assertThat(second.reported()).isTrue();
    assertThat(second.certificate()).isEqualTo(first.certificate());
    assertThat(registrar.seen(ScriptedRegistrar.ENROLL_STATUS)).hasSize(1);
    world.onboard();
    assertThat(registrar.seen(ScriptedRegistrar.ENROLL_STATUS)).hasSize(1);
  }

  @Test
  @Proves({"PL-60", "PL-61", "PL-62"})
  void whatTheRegistrarAnswersToStatusReportsMeansNothing() throws Exception {
    var registrar =
        world
            .registrar()
            .on(ScriptedRegistrar.VOUCHER_STATUS, seen -> Answer.text(500, "what?"))
            .on(ScriptedRegistrar.ENROLL_STATUS, seen -> Answer.text(404, "what?"));

    var outcome = (Outcome.Enrolled) world.onboard(registrar);

    assertThat(outcome.reported()).isTrue();
  }

  @Test
  @Proves("PL-2")
  void onlyAResetLeavesEnrolled() throws Exception {
    var registrar = world.registrar();
    var first = (Outcome.Enrolled) world.onboard(registrar);

    world.onboarding().reset(folder);

    try (var files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("idevid.pem", "idevid.key", "masa-anchor.pem");
    }
    assertThat(world.status().state()).isEqualTo(State.FACTORY_DEFAULT);
    var second = (Outcome.Enrolled) world.onboard(registrar);
    assertThat(second.already()).isFalse();
    assertThat(second.certificate().getPublicKey())
        .isNotEqualTo(first.certificate().getPublicKey());
  }

  @Test
  void theStatusTellsWhereItStands() throws Exception {
    var fresh = world.status();
    assertThat(fresh.state()).isEqualTo(State.FACTORY_DEFAULT);
    assertThat(fresh.serial()).isEqualTo(World.SERIAL);
    assertThat(fresh.registrar()).isEmpty();
    assertThat(fresh.certificate()).isEmpty();

    var registrar = world.registrar();
    var outcome = (Outcome.Enrolled) world.onboard(registrar);
    var member = world.status();
    assertThat(member.state()).isEqualTo(State.ENROLLED);
    assertThat(member.registrar()).contains(registrar.url());
    assertThat(member.since()).isEqualTo(MovedTime.START);
    assertThat(member.transactionID())
        .contains(
            Reply.transactionID(
                registrar.seen(ScriptedRegistrar.INITIALIZATION).getFirst().body()));
    var certificate = member.certificate().orElseThrow();
    assertThat(certificate.serial()).isEqualTo(Certificates.serialNumber(outcome.certificate()));
    assertThat(certificate.notAfter()).isEqualTo(Issuer.NOT_AFTER);
  }

  @Test
  @Proves({"CMP-H22", "CMP-E6"})
  void trustAnchorsAreTakenFromThePinnedAuthority() throws Exception {
    var responder = world.domainCa.endEntity("CN=CA responder", Issuer.CMC_CA);
    var newRoot = Issuer.root("CN=Plant 7 Next Root");

    world.onboard(conveying(responder, newRoot, world.domainRoot));

    assertThat(folder.resolve("ca-pubs.pem")).hasContent(World.pem(List.of(newRoot.certificate())));
  }

  @Test
  @Proves({"CMP-H22", "CMP-E6"})
  void trustAnchorsAreNotTakenFromARegistrationAuthority() throws Exception {
    assertThat(world.onboard(conveying(world.authority, Issuer.root("CN=Plant 7 Next Root"))))
        .isInstanceOf(Outcome.Enrolled.class);

    assertThat(folder.resolve("ca-pubs.pem")).doesNotExist();
  }

  private ScriptedRegistrar conveying(Issuer signer, Issuer... anchors) {
    var caPubs = Stream.of(anchors).map(Issuer::certificate).toArray(X509Certificate[]::new);
    return world
        .registrar()
        .on(
            ScriptedRegistrar.INITIALIZATION,
            seen ->
                Answer.pkixcmp(
                    Reply.to(seen.body(), signer)
                        .withImplicitConfirm()
                        .ip(Reply.grant(seen.body(), world.domainCa), 0, caPubs)));
  }

  @Test
  void aFolderWithoutBirthCertificateIsNamed() throws Exception {
    Files.delete(folder.resolve("idevid.key"));

    assertThatThrownBy(() -> world.status())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("idevid.key");
  }

  @Test
  void withoutARegistrarThereIsNowhereToGo() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> world.onboard())
        .withMessageContaining("https://HOST");
  }
}
