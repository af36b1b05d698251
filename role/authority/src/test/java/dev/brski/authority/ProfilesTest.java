package dev.brski.authority;

import static dev.brski.authority.TestDomain.accepted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.brski.authority.ledger.IssuedCertificate;
import dev.brski.authority.ledger.PendingRequest;
import dev.brski.inventory.ImportOrder;
import dev.brski.proof.kit.Proves;
import dev.brski.trust.Certificates;
import dev.brski.trust.KeyKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.cmp.CMPObjectIdentifiers;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIFailureInfo;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.crmf.CertTemplate;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.OtherName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Certificates of profiles, over the wire (RFC 9483 sections 3.1 and 4.3.3, RFC 8994). */
class ProfilesTest {

  private static final int KUR = PKIBody.TYPE_KEY_UPDATE_REQ;
  private static final String LIST_URL = "http://pki.example.com/domain.crl";
  private static final String ACP_NODE_NAME = "1.3.6.1.5.5.7.8.10";
  private static final String NAMES =
      """
      subject: "O=Plant 7,OU={place}"
      subject-alt-names:
        - dns: "{serial}.devices.example.com"
        - uri: "urn:dev:{manufacturer}:{model}"
          missing: omit
        - ip: "{note}"
      key-usages: [digital-signature, key-agreement]
      extended-key-usages: [client-auth, server-auth]
      validity: 30d
      revocation-list: false
      """;

  @TempDir private Path temp;
  private TestDomain domain;

  @BeforeEach
  void make() throws Exception {
    domain =
        new TestDomain(temp)
            .configured("# crl-url: \"" + LIST_URL + "\"", "crl-url: \"" + LIST_URL + "\"");
  }

  @AfterEach
  void stop() {
    domain.close();
  }

  private void profile(String name, String text) throws Exception {
    Files.createDirectories(domain.dir.resolve("profiles.d"));
    Files.writeString(
        domain.dir.resolve("profiles.d").resolve(name + ".yaml"), "version: 1\n" + text);
  }

  private void inventory(String... lines) throws Exception {
    var csv = "manufacturer,serial,model,place,note\n" + String.join("\n", lines) + "\n";
    assertThat(
            accepted(
                    domain.operator.takeInventory(
                        csv.getBytes(StandardCharsets.UTF_8), new ImportOrder("ann", true, false)))
                .faults())
        .isEmpty();
  }

  private Answer ask(TestDevice device, String profile) throws Exception {
    return domain.send(
        domain.approved(device.request().profile(profile).encoded(), device.serialNumber()));
  }

  private static X509Certificate issued(Answer answer) {
    return answer.certificate().orElseThrow(() -> new AssertionError(answer.text()));
  }

  private static List<String> names(X509Certificate certificate) {
    return Optional.ofNullable(certificate.getExtensionValue("2.5.29.17"))
        .map(
            value ->
                words(GeneralNames.getInstance(ASN1OctetString.getInstance(value).getOctets())))
        .orElse(List.of());
  }

  private static List<String> words(GeneralNames names) {
    var words = new ArrayList<String>();
    for (var name : names.getNames()) {
      words.add(
          switch (name.getTagNo()) {
            case GeneralName.otherName -> {
              var other = OtherName.getInstance(name.getName());
              yield other.getTypeID() + "=" + ((ASN1String) other.getValue()).getString();
            }
            case GeneralName.iPAddress ->
                "ip" + ASN1OctetString.getInstance(name.getName()).getOctets().length;
            default -> ((ASN1String) name.getName()).getString();
          });
    }
    return words;
  }

  private static String nodeName(X509Certificate certificate) {
    return names(certificate).stream()
        .filter(name -> name.startsWith(ACP_NODE_NAME))
        .findFirst()
        .orElseThrow()
        .substring(ACP_NODE_NAME.length() + 1);
  }

  private void assertRefused(Answer answer, String told) throws Exception {
    assertThat(answer.certificate()).isEmpty();
    assertThat(answer.statusNumber()).isEqualTo(PKIStatus.REJECTION);
    assertThat(answer.failInfo()).isEqualTo(PKIFailureInfo.badCertTemplate);
    assertThat(answer.text()).contains(told);
  }

  @Test
  @Proves({"CMP-H8", "CMP-F1", "CMP-B17"})
  void aCertificateIsAsItsProfileAndTheInventoryHaveIt() throws Exception {
    profile("plc", NAMES);
    domain.start();
    inventory("acme,SN-1,PLC 7/a,Hall 2,192.0.2.7");

    var answer = ask(domain.maker.device("SN-1"), "plc");

    var certificate = issued(answer);
    assertThat(answer.statusNumber()).as("other names").isEqualTo(PKIStatus.GRANTED_WITH_MODS);
    assertThat(certificate.getSubjectX500Principal().getName("RFC1779"))
        .contains("O=Plant 7")
        .contains("OU=Hall 2");
    assertThat(names(certificate))
        .containsExactly("sn-1.devices.example.com", "urn:dev:acme:PLC%207%2Fa", "ip4");
    assertThat(certificate.getCriticalExtensionOIDs()).containsExactly("2.5.29.15");
    assertThat(certificate.getKeyUsage())
        .containsExactly(true, false, false, false, true, false, false, false, false);
    assertThat(certificate.getExtendedKeyUsage())
        .containsExactly("1.3.6.1.5.5.7.3.2", "1.3.6.1.5.5.7.3.1");
    assertThat(certificate.getExtensionValue("2.5.29.31")).isNull();
    assertThat(Duration.between(domain.clock.instant(), certificate.getNotAfter().toInstant()))
        .isBetween(Duration.ofDays(30).minusSeconds(2), Duration.ofDays(30));
    assertThat(domain.issued())
        .extracting(IssuedCertificate::device, IssuedCertificate::profile)
        .containsExactly(tuple("SN-1", "plc"));
  }

  @Test
  void withoutAFileThereIsTheOneThatAlwaysWas() throws Exception {
    domain.start();
    var certificate = issued(ask(domain.maker.device("SN-1"), "ldevid"));
    assertThat(names(certificate)).isEmpty();
    assertThat(certificate.getKeyUsage()[4]).isFalse();
    assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
    assertThat(certificate.getExtensionValue("2.5.29.31")).isNotNull();
  }

  @Test
  void theProfileOfWhoNamesNoneIsTheManufacturersOrElseTheUsualOne() throws Exception {
    profile("plc", "key-usages: [digital-signature, key-agreement]\n");
    profile("meter", "key-usages: [digital-signature, non-repudiation]\n");
    domain.configured("# default-profile: ldevid", "default-profile: meter").start();
    assertThat(issued(domain.send(domain.approved(domain.maker.device("SN-1")))).getKeyUsage()[1])
        .isTrue();
    domain.stop();

    var file = domain.dir.resolve("manufacturers.d/acme.yaml");
    Files.writeString(
        file,
        Files.readString(file)
            .replace("# certificate-profile: ldevid", "certificate-profile: plc"));
    domain.start();
    assertThat(issued(domain.send(domain.approved(domain.maker.device("SN-2")))).getKeyUsage()[4])
        .isTrue();
    assertThat(issued(ask(domain.maker.device("SN-3"), "meter")).getKeyUsage()[1]).isTrue();
  }

  @Test
  @Proves({"AU-profile-restricted", "CMP-B4"})
  void aProfileMayBeForSomeDevicesAlone() throws Exception {
    profile("other", "manufacturers: [other]\n");
    profile("model", "models: [PLC-7]\n");
    domain.start();
    inventory("acme,SN-1,PLC-7,,", "acme,SN-2,PLC-8,,");
    var told = "inner message: there is no such certificate profile here";
    assertRefused(ask(domain.maker.device("SN-1"), "other"), told);
    assertRefused(ask(domain.maker.device("SN-2"), "model"), told);
    assertRefused(ask(domain.maker.device("SN-3"), "model"), told);
    assertThat(domain.issued()).isEmpty();
    assertThat(ask(domain.maker.device("SN-1"), "model").certificate()).isPresent();
  }

  @Test
  @Proves({"AU-profile-field", "AU-profile-name", "CMP-B17"})
  void whatTheInventoryDoesNotSayOrSaysAmissIsRefused() throws Exception {
    profile("plc", NAMES);
    domain.start();
    inventory("acme,SN-1,,Hall 2,", "acme,SN-2,,Hall 2,192.0.2.x", "acme,SN.4,,Hall 2,192.0.2.4");
    assertRefused(ask(domain.maker.device("SN-1"), "plc"), "not enough is known here");
    assertRefused(ask(domain.maker.device("SN-2"), "plc"), "makes no name");
    assertRefused(ask(domain.maker.device("SN-3"), "plc"), "not enough is known here");
    assertRefused(ask(domain.maker.device("SN.4"), "plc"), "makes no name");
    assertThat(domain.issued()).isEmpty();
  }

  @Test
  @Proves({"CMP-F3", "CMP-E11"})
  void aKeyUpdateKeepsTheNamesAndTheProfileAndAnIrBringsTheNew() throws Exception {
    profile("plc", NAMES);
    domain.start();
    inventory("acme,SN-1,M,Hall 2,192.0.2.7");
    var device = domain.maker.device("SN-1");
    var member = domain.member(device, ask(device, "plc"));
    var before = member.certificate();
    inventory("acme,SN-1,M,Hall 9,2001:db8::7");

    var unnamed = domain.send(domain.nested(member.request().type(KUR).encoded()));
    var named = domain.send(domain.nested(member.request().profile("plc").type(KUR).encoded()));
    for (var answer : List.of(unnamed, named)) {
      assertThat(answer.statusNumber()).isEqualTo(PKIStatus.GRANTED);
      assertThat(Certificates.haveSameNames(issued(answer), before)).isTrue();
      assertThat(names(issued(answer))).isEqualTo(names(before)).contains("ip4");
      assertThat(issued(answer).getKeyUsage()[4]).isTrue();
    }
    assertThat(issued(ask(device.withNewKeys(TestDevice.SUITE.generateKeyPair()), "plc")))
        .satisfies(
            next -> {
              assertThat(names(next)).contains("ip16");
              assertThat(next.getSubjectX500Principal().toString()).contains("Hall 9");
            });
    assertThat(domain.issued()).extracting(IssuedCertificate::profile).containsOnly("plc");
  }

  @Test
  @Proves({"AU-template-profile", "CMP-F3"})
  void aKeyUpdateToAnotherProfileIsRefused() throws Exception {
    profile("plc", "validity: 30d\n");
    domain.start();
    var device = domain.maker.device("SN-1");
    var member = domain.member(device, ask(device, "plc"));
    var told = "there is no such certificate profile here";
    assertRefused(
        domain.send(domain.nested(member.request().profile("ldevid").type(KUR).encoded())), told);

    domain.stop();
    Files.delete(domain.dir.resolve("profiles.d/plc.yaml"));
    domain.start();
    assertRefused(domain.send(domain.nested(member.request().type(KUR).encoded())), told);
    assertThat(domain.issued()).hasSize(1);
  }

  @Test
  void aDeviceMayHaveOneOfEachProfile() throws Exception {
    profile("server", "extended-key-usages: [server-auth]\n");
    domain.start();
    var member = domain.member("SN-1");
    var request = member.request().profile("server").type(PKIBody.TYPE_CERT_REQ);
    var second = issued(domain.send(domain.nested(request.encoded())));
    assertThat(second.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    assertThat(domain.issued())
        .extracting(IssuedCertificate::profile, IssuedCertificate::state)
        .containsExactly(tuple("ldevid", "issued"), tuple("server", "issued"));
  }

  @Test
  void whatWasDecidedIsAnsweredAgainWithoutTheProfile() throws Exception {
    profile("plc", NAMES);
    domain.start();
    inventory("acme,SN-1,M,Hall 2,192.0.2.7");
    var device = domain.maker.device("SN-1");
    var message = domain.approved(device.request().profile("plc").encoded(), "SN-1");
    var first = domain.send(message);
    assertThat(first.certificate()).isPresent();
    domain.stop();
    Files.delete(domain.dir.resolve("profiles.d/plc.yaml"));
    domain.start();
    assertThat(domain.send(message).octets()).isEqualTo(first.octets());
  }

  @Test
  void whatIsHeldIsMadeAsItWasWhenItCame() throws Exception {
    profile("plc", NAMES);
    domain.configured("approval: automatic", "approval: manual").start();
    inventory("acme,SN-1,M,Hall 2,192.0.2.7");
    var device = domain.maker.device("SN-1");
    var message = domain.approved(device.request().profile("plc").encoded(), "SN-1");
    assertThat(domain.send(message).certificate()).isEmpty();
    var held = accepted(domain.operator.pending());
    assertThat(held).extracting(PendingRequest::profile).containsExactly("plc");
    assertThat(held.getFirst().names())
        .containsExactly("dns:sn-1.devices.example.com", "uri:urn:dev:acme:M", "ip:192.0.2.7");
    domain.stop();

    profile("plc", "validity: 90d\n");
    domain.start();
    inventory("acme,SN-1,M,Hall 9,2001:db8::7");
    accepted(domain.operator.approve(held.getFirst().id(), "ann", Optional.empty()));

    var certificate = issued(domain.send(message));
    assertThat(names(certificate)).contains("ip4");
    assertThat(certificate.getSubjectX500Principal().toString()).contains("Hall 2");
    assertThat(certificate.getExtendedKeyUsage()).hasSize(2);
    assertThat(certificate.getExtensionValue("2.5.29.31")).isNull();
    assertThat(certificate.getNotAfter().toInstant())
        .isBefore(domain.clock.instant().plus(Duration.ofDays(31)));
  }

  @Test
  @Proves({"CMP-B17", "CMP-F1"})
  void namesThatAreAskedForAreThoseOfTheProfileOrElseItsOwnAreGiven() throws Exception {
    profile("plc", "subject-alt-names:\n  - dns: \"{serial}.devices.example.com\"\n");
    domain.start();
    for (var wanted : List.of("sn-1.devices.example.com", "www.example.com")) {
      var device = domain.maker.device("SN-1");
      var request =
          device
              .request()
              .profile("plc")
              .subject("O=Plant 7,SERIALNUMBER=SN-1")
              .extension(
                  Extension.subjectAlternativeName,
                  new GeneralNames(new GeneralName(GeneralName.dNSName, wanted)));
      var answer = domain.send(domain.approved(request.encoded(), "SN-1"));
      assertThat(names(issued(answer))).containsExactly("sn-1.devices.example.com");
      assertThat(answer.statusNumber())
          .isEqualTo(wanted.startsWith("sn-1") ? PKIStatus.GRANTED : PKIStatus.GRANTED_WITH_MODS);
    }
  }

  @Test
  void aKeyGetsTheUsagesThatItIsCapableOf() throws Exception {
    profile("plc", "key-usages: [digital-signature, key-encipherment, key-agreement]\n");
    domain.configured("# stronger-keys: refuse", "stronger-keys: accept").start();
    var expected =
        List.of(
            tuple(KeyKind.P_256, false, true),
            tuple(KeyKind.RSA_2048, true, false),
            tuple(KeyKind.RSA_PSS_2048, false, false),
            tuple(KeyKind.ED25519, false, false));
    for (var row : expected) {
      var kind = (KeyKind) row.toList().getFirst();
      var device =
          domain
              .maker
              .device("SN-" + kind.name())
              .withNewKeys(TestDevice.SUITE.generateKeyPair(kind));
      var usages = issued(ask(device, "plc")).getKeyUsage();
      assertThat(tuple(kind, usages[2], usages[4])).isEqualTo(row);
      assertThat(usages[0]).isTrue();
    }
  }

  private CertTemplate template(String profile, dev.brski.trust.Credential asker) throws Exception {
    var question =
        SignedMessages.question(CMPObjectIdentifiers.id_it_certReqTemplate, Optional.empty())
            .infos(List.of(SignedMessages.profile(profile)))
            .signed(asker);
    return CertTemplate.getInstance(
        ASN1Sequence.getInstance(domain.send(question).information().getInfoValue())
            .getObjectAt(0));
  }

  private static GeneralNames names(CertTemplate template) {
    return GeneralNames.fromExtensions(template.getExtensions(), Extension.subjectAlternativeName);
  }

  @Test
  @Proves({"CMP-E9", "CMP-F15", "EN-9"})
  void aDeviceIsToldWhatItWillGetAndOthersWhatThereIs() throws Exception {
    profile("plc", NAMES + "acp:\n  domain: acp.example.com\n");
    domain.start();
    inventory("acme,SN-1,M,Hall 2,192.0.2.7");
    var device = domain.maker.device("SN-1");

    var own = template("plc", device.idevid());
    var told = words(names(own));
    assertThat(told)
        .hasSize(4)
        .startsWith("sn-1.devices.example.com", "urn:dev:acme:M", "ip4")
        .last(org.assertj.core.api.InstanceOfAssertFactories.STRING)
        .matches("1\\.3\\.6\\.1\\.5\\.5\\.7\\.8\\.10=[0-9a-f]{32}@acp\\.example\\.com");
    assertThat(KeyUsage.fromExtensions(own.getExtensions()))
        .isEqualTo(new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyAgreement));
    assertThat(own.getSubject().getRDNs(BCStyle.OU)[0].getFirst().getValue()).hasToString("Hall 2");
    assertThat(
            ((ASN1String) own.getSubject().getRDNs(BCStyle.SERIALNUMBER)[0].getFirst().getValue())
                .getString())
        .isEmpty();
    assertThat(names(issued(ask(device, "plc")))).isEqualTo(told);

    var registrars = template("plc", domain.registrar());
    assertThat(words(names(registrars))).containsExactly("", "", "ip0", ACP_NODE_NAME + "=");
    assertThat(
            ((ASN1String) registrars.getSubject().getRDNs(BCStyle.OU)[0].getFirst().getValue())
                .getString())
        .isEmpty();
  }

  @Test
  @Proves("EN-9")
  void aDeviceThatIsTurnedAwayIsGivenNoAddress() throws Exception {
    profile("node", "acp:\n  domain: acp.example.com\n");
    domain.configured("# unknown-devices: admit", "unknown-devices: refuse").start();
    var device = domain.maker.device("SN-1");
    assertThat(words(names(template("node", device.idevid()))))
        .containsExactly(ACP_NODE_NAME + "=");
    assertThat(ask(device, "node").certificate()).isEmpty();
    assertThat(domain.journal()).noneMatch(line -> line.kind().equals("acp.assigned"));
  }

  @ParameterizedTest
  @CsvSource({
    "# unknown-devices: admit, unknown-devices: hold",
    "approval: automatic, approval: manual"
  })
  void aQuestionGivesNoAddressToWhomAPersonDecidesOn(String usual, String held) throws Exception {
    profile("node", "acp:\n  domain: acp.example.com\n");
    domain.configured(usual, held).start();
    var device = domain.maker.device("SN-1");
    var asked = List.of(ACP_NODE_NAME + "=");
    assertThat(words(names(template("node", device.idevid())))).isEqualTo(asked);
    assertThat(domain.journal()).noneMatch(line -> line.kind().equals("acp.assigned"));

    domain.start();
    inventory("acme,SN-1,M,Hall 2,192.0.2.7");
    var own = words(names(template("node", device.idevid())));
    assertThat(own).isNotEqualTo(asked).hasSize(1);
    assertThat(words(names(template("node", domain.maker.device("SN-2").idevid()))))
        .isEqualTo(asked);
    assertThat(domain.journal())
        .filteredOn(line -> line.kind().equals("acp.assigned"))
        .as("whom the inventory names")
        .hasSize(1);

    domain.start();
    inventory("acme,SN-9,M,Hall 2,192.0.2.9");
    assertThat(words(names(template("node", device.idevid())))).as("it has one").isEqualTo(own);
  }

  @Test
  @Proves({"EN-9", "CMP-E11", "CMP-F3"})
  void eachNodeOfAnAcpHasAnAddressAndKeepsIt() throws Exception {
    profile("node", "acp:\n  domain: acp.example.com\n  rsub: area51.research\n");
    domain.start();
    var device = domain.maker.device("SN-1");
    var member = domain.member(device, ask(device, "node"));
    var first = nodeName(member.certificate());
    assertThat(first)
        .as("the prefix that RFC 8994 prints for this routing-subdomain")
        .matches("fd89b714f3db0000[0-9a-f]{16}\\+area51\\.research@acp\\.example\\.com");
    assertThat(member.certificate().getKeyUsage()[4]).as("RFC 8994 section 6.2.1").isTrue();
    assertThat(member.certificate().getExtendedKeyUsage())
        .containsExactly("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
    assertThat(nodeName(issued(ask(domain.maker.device("SN-2"), "node")))).isNotEqualTo(first);

    domain.stop();
    profile("node", "acp:\n  domain: acp.example.com\n  rsub: area52\n");
    domain.start();
    assertThat(nodeName(issued(domain.send(domain.nested(member.request().type(KUR).encoded())))))
        .as("RFC 8994 section 6.11.7.4")
        .isEqualTo(first);
    var again = device.withNewKeys(TestDevice.SUITE.generateKeyPair());
    assertThat(nodeName(issued(ask(again, "node")))).endsWith("+area52@acp.example.com");
    domain.stop();
    profile(
        "node",
        "acp:\n  domain: acp.example.com\n  rsub: area51.research\n  addressing: vlong-8\n");
    domain.start();
    var once = device.withNewKeys(TestDevice.SUITE.generateKeyPair());
    assertThat(nodeName(issued(ask(once, "node")))).isEqualTo(first);
  }

  @Test
  @Proves("AU-profile-addresses")
  void whenThereIsNoAddressLeftTheDeviceMayComeLater() throws Exception {
    profile("node", "acp:\n  domain: acp.example.com\n  registrar-id: \"02:00:5e:00:53:01\"\n");
    domain.start();
    assertThat(ask(domain.maker.device("SN-1"), "node").certificate()).isPresent();
    domain.stop();
    try (var store =
        dev.brski.store.Store.open(
            domain.dir.resolve("data"),
            dev.brski.authority.ledger.Schema.MIGRATIONS,
            domain.clock)) {
      store.change(
          transaction ->
              transaction.updateOne(
                  "INSERT INTO acp_address SELECT 'acme', 'last', 'acp.example.com', 'x',"
                      + " addressing, registrar_id, 32767, 0 FROM acp_address"));
    }
    domain.start();
    var answer = ask(domain.maker.device("SN-2"), "node");
    assertThat(answer.type()).isEqualTo(PKIBody.TYPE_ERROR);
    assertThat(answer.failInfo()).isEqualTo(PKIFailureInfo.systemUnavail);
  }

  @Test
  void aCollidingOrWrongProfileKeepsTheAuthorityFromStarting() throws Exception {
    profile("plc", "subject-alt-names:\n  - dns: \"{serail}.example.com\"\n");
    assertThat(Authority.check(domain.dir, domain.clock).toString())
        .contains("profiles.d/plc.yaml line 3")
        .contains("{serail}");
    profile("plc", "extended-key-usages: [1.3.6.1.5.5.7.3.28]\n");
    assertThat(Authority.check(domain.dir, domain.clock).toString())
        .contains("profiles.d/plc.yaml line 2")
        .contains("not for devices");
    Files.delete(domain.dir.resolve("profiles.d/plc.yaml"));
    domain.configured("# default-profile: ldevid", "default-profile: plc");
    assertThat(Authority.check(domain.dir, domain.clock).toString())
        .contains("AU-setup-profile")
        .contains("there is no profile 'plc'");
  }
}
