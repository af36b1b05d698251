package dev.brski.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.brski.authority.DeviceRequest.Possession;
import dev.brski.cmp.Consent;
import dev.brski.issuance.CertificateIssuer;
import dev.brski.issuance.CertificateProfile;
import dev.brski.issuance.Validity;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.cmp.CMPCertificate;
import org.bouncycastle.asn1.cmp.CertOrEncCert;
import org.bouncycastle.asn1.cmp.CertRepMessage;
import org.bouncycastle.asn1.cmp.CertResponse;
import org.bouncycastle.asn1.cmp.CertifiedKeyPair;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIMessage;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Certificate;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Evidence that is falsified in one place, each time by somebody who has the keys for that. */
class FalsifiedEvidenceTest {

  private static final String REQUEST = "01-ir/request.der";
  private static final String NESTED = "01-ir/nested.der";
  private static final String VOUCHER = "01-ir/voucher.vcj";
  private static final String RESPONSE = "01-ir/response.der";
  private static final String SIGNER = "01-ir/signer.pem";
  private static final String REGISTRAR = "01-ir/registrar.pem";
  private static final String CERTIFICATE = "01-ir/certificate.pem";

  @TempDir private Path temp;
  private final CertificateIssuer issuer = new CertificateIssuer(TestDevice.SUITE);

  private interface Change {
    void to(Evidence copy) throws Exception;
  }

  private record Falsified(String name, String failure, Change change) {}

  @TestFactory
  Stream<DynamicTest> whatIsFalsifiedIsFoundAndNamed() throws Exception {
    Openssl.required();
    var domain = new TestDomain(temp).start();
    var device = domain.maker.device("SN-1");
    domain.send(domain.approved(device));
    var other = domain.maker.device("SN-2");
    domain.send(domain.approved(other));
    var evidence = Evidence.of(domain, "SN-1", temp.resolve("sound"));
    var others = Evidence.of(domain, "SN-2", temp.resolve("others"));
    evidence.verified().holds();
    others.verified().holds();
    domain.stop();
    return Stream.of(
            flipped(evidence),
            broken(),
            requests(domain, device),
            approvals(domain, device, others),
            vouchers(domain),
            answers(domain, device, others),
            certificates(domain, device, others))
        .flatMap(List::stream)
        .map(falsified -> dynamicTest(falsified.name(), () -> prove(evidence, falsified)));
  }

  private void prove(Evidence evidence, Falsified falsified) throws Exception {
    var copy = evidence.copy(Files.createTempDirectory(temp, "falsified").resolve("copy"));
    falsified.change().to(copy);
    assertThat(copy.verified().failure()).contains(falsified.failure());
  }

  /** An octet of each file is another: in headers, bodies, signatures and certificates. */
  private static List<Falsified> flipped(Evidence evidence) throws IOException {
    var all = new ArrayList<Falsified>();
    for (var name : List.of(REQUEST, NESTED, RESPONSE)) {
      var octets = evidence.octets(name);
      var message = PKIMessage.getInstance(octets);
      all.add(flipped(name, "header", transactionId(octets, message)));
      all.add(flipped(name, "body", at(octets, TestMessage.der(message.getBody())) + 200));
      all.add(flipped(name, "signature", at(octets, message.getProtection().getOctets()) + 9));
    }
    all.add(flipped(RESPONSE, "extraCerts", evidence.octets(RESPONSE).length - 1200));
    all.add(flipped(VOUCHER, "middle", evidence.octets(VOUCHER).length / 2));
    all.add(flipped("serial-number.txt", "beginning", 0));
    for (var name :
        List.of(
            SIGNER,
            REGISTRAR,
            CERTIFICATE,
            "domain-ca.pem",
            "issuing-ca.pem",
            "manufacturer.pem")) {
      var certificate = Certificates.encoded(Certificates.readPem(evidence.file(name)).getFirst());
      for (int part = 1; part < 4; part++) {
        int place = certificate.length * part / 4;
        all.add(
            new Falsified(
                name + ", octet " + place,
                name,
                copy -> copy.with(name, pem(flip(certificate, place)))));
      }
    }
    return all;
  }

  /** What openssl takes for a certificate too. */
  private static byte[] hiddenBehind(Evidence copy, String name, X509Certificate certificate)
      throws IOException {
    var hidden =
        new String(pem(Certificates.encoded(certificate)), StandardCharsets.US_ASCII)
            .replace("CERTIFICATE", "X509 CERTIFICATE");
    return (new String(copy.octets(name), StandardCharsets.US_ASCII) + hidden)
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static int transactionId(byte[] octets, PKIMessage message) {
    return at(octets, TestMessage.der(message.getHeader().getTransactionID())) + 5;
  }

  private static int at(byte[] octets, byte[] part) {
    for (int i = 0; i + part.length <= octets.length; i++) {
      if (Arrays.equals(octets, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    throw new AssertionError("not in it");
  }

  private static Falsified flipped(String name, String part, int place) {
    return new Falsified(
        name + ", " + part, name, copy -> copy.with(name, flip(copy.octets(name), place)));
  }

  private static byte[] flip(byte[] octets, int place) {
    var flipped = octets.clone();
    flipped[place] ^= 0x04;
    return flipped;
  }

  private static byte[] pem(byte[] der) {
    var base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return ("-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** Files that are no files of their kind, or not there. */
  private static List<Falsified> broken() {
    var all = new ArrayList<Falsified>();
    for (var name : List.of(REQUEST, NESTED, RESPONSE)) {
      all.add(
          new Falsified(
              name + " cut short",
              name + " is not well-formed",
              copy -> {
                var octets = copy.octets(name);
                copy.with(name, Arrays.copyOf(octets, octets.length - 1));
              }));
      all.add(
          new Falsified(
              name + " with an octet behind it",
              name + " is not well-formed",
              copy -> {
                var octets = copy.octets(name);
                copy.with(name, Arrays.copyOf(octets, octets.length + 1));
              }));
      all.add(
          new Falsified(
              name + " of no definite length",
              name + " is not well-formed",
              copy -> {
                var octets = copy.octets(name);
                octets[1] = (byte) 0x80;
                copy.with(name, octets);
              }));
    }
    for (var name :
        List.of(
            REQUEST,
            NESTED,
            VOUCHER,
            RESPONSE,
            SIGNER,
            REGISTRAR,
            CERTIFICATE,
            "domain-ca.pem",
            "issuing-ca.pem",
            "manufacturer.pem",
            "serial-number.txt",
            "serial-number-field.txt")) {
      all.add(new Falsified(name + " gone", name, copy -> Files.delete(copy.file(name))));
    }
    all.add(
        new Falsified(
            "no step",
            "there is no step",
            copy -> Files.move(copy.file("01-ir"), copy.file("ir"))));
    all.add(
        new Falsified(
            "a step of another kind",
            "request.der is not what the folder says, but ir",
            copy -> Files.move(copy.file("01-ir"), copy.file("01-kur"))));
    return all;
  }

  private List<Falsified> requests(TestDomain domain, TestDevice device) {
    var foreign = new TestMaker("Impostor", domain.clock.instant()).device("SN-1");
    var expired =
        domain.maker.device(
            "SN-1",
            CertificateProfile.idevid("SN-1", "ACME", domain.clock.instant())
                .withValidity(
                    Validity.lasting(
                        domain.clock.instant().minus(Duration.ofDays(1)), Duration.ofHours(1))));
    var sister = domain.maker.device("SN-9").withNewKeys(device.newKeys());
    return List.of(
        new Falsified(
            "a device that is to be known by what it does not have",
            "01-ir/signer.pem: its hwSerialNum is not that of serial-number.txt",
            copy ->
                copy.with(
                    "serial-number-field.txt",
                    "hardware-module-name".getBytes(StandardCharsets.US_ASCII))),
        new Falsified(
            "signed by the IDevID of another manufacturer",
            "01-ir/signer.pem: no path to manufacturer.pem",
            copy -> asked(copy, foreign.withNewKeys(device.newKeys()))),
        new Falsified(
            "signed by an IDevID that had expired",
            "01-ir/signer.pem: no path to manufacturer.pem",
            copy -> asked(copy, expired.withNewKeys(device.newKeys()))),
        new Falsified(
            "signed by another device of the manufacturer",
            "01-ir/signer.pem: its subject does not have the serialNumber",
            copy -> asked(copy, sister)),
        new Falsified(
            "signer.pem is another's",
            "01-ir/request.der is not signed with the key of signer.pem",
            copy -> copy.with(SIGNER, sister.idevid().chain().toArray(X509Certificate[]::new))),
        new Falsified(
            "possession proven with another key",
            "01-ir/request.der: the proof of possession is not by the key that it asks for",
            copy ->
                copy.with(
                    REQUEST,
                    device.request().possession(Possession.PROVEN_WITH_ANOTHER_KEY).encoded())),
        new Falsified(
            "possession not proven",
            "01-ir/request.der: possession of the key is not shown",
            copy ->
                copy.with(REQUEST, device.request().possession(Possession.NOT_SHOWN).encoded())),
        new Falsified(
            "possession vouched for",
            "01-ir/request.der: possession of the key is not shown",
            copy ->
                copy.with(REQUEST, device.request().possession(Possession.VOUCHED_FOR).encoded())),
        new Falsified(
            "another key was asked for",
            "01-ir/certificate.pem has another key than request.der asks for",
            copy ->
                copy.with(
                    REQUEST, device.request().keys(TestDevice.SUITE.generateKeyPair()).encoded())),
        new Falsified(
            "two certificates were asked for",
            "01-ir/request.der is not well-formed",
            copy -> copy.with(REQUEST, device.request().copies(2).encoded())),
        new Falsified(
            "not protected",
            "01-ir/request.der is not well-formed",
            copy -> copy.with(REQUEST, device.request().unprotected())),
        new Falsified(
            "asks in a kur",
            "01-ir/request.der is not what the folder says, but kur",
            copy ->
                copy.with(REQUEST, device.request().type(PKIBody.TYPE_KEY_UPDATE_REQ).encoded())));
  }

  private static void asked(Evidence copy, TestDevice device) throws IOException {
    copy.with(REQUEST, device.request().encoded());
    copy.with(SIGNER, device.idevid().chain().toArray(X509Certificate[]::new));
  }

  private List<Falsified> approvals(TestDomain domain, TestDevice device, Evidence others)
      throws IOException {
    var withoutUsage =
        domain.under(
            CertificateProfile.of(CertificateProfile.commonName("line 2"), domain.year())
                .withExtendedKeyUsages("1.3.6.1.5.5.7.3.2"));
    var without =
        domain.under(CertificateProfile.of(CertificateProfile.commonName("line 2"), domain.year()));
    var foreignRoot =
        issuer.selfSigned(CertificateProfile.rootCa("Plant 7 Root CA", domain.year()));
    var foreign = issuer.credential(foreignRoot, CertificateProfile.registrar("l", domain.year()));
    var expired =
        domain.under(
            CertificateProfile.registrar(
                "line 2",
                Validity.lasting(
                    domain.clock.instant().minus(Duration.ofDays(1)), Duration.ofHours(1))));
    return List.of(
        new Falsified(
            "the approval of another request",
            "01-ir/nested.der does not hold request.der",
            copy -> copy.with(NESTED, others.octets(NESTED))),
        new Falsified(
            "another request of the device, of the same key",
            "01-ir/nested.der does not hold request.der",
            copy -> copy.with(REQUEST, device.request().encoded())),
        new Falsified(
            "no nested message",
            "01-ir/nested.der is no nested message",
            copy -> copy.with(NESTED, copy.octets(REQUEST))),
        new Falsified(
            "a batch of two",
            "01-ir/nested.der is not well-formed",
            copy ->
                copy.with(
                    NESTED,
                    domain
                        .nesting(copy.octets(REQUEST))
                        .member(others.octets(REQUEST))
                        .consent(domain.consent("SN-1"))
                        .encoded())),
        new Falsified(
            "approved by one without id-kp-cmcRA",
            "01-ir/registrar.pem lacks id-kp-cmcRA",
            copy -> approved(domain, copy, withoutUsage)),
        new Falsified(
            "approved by one without any usage",
            "01-ir/registrar.pem lacks id-kp-cmcRA",
            copy -> approved(domain, copy, without)),
        new Falsified(
            "approved by a registrar of another domain",
            "01-ir/registrar.pem: no path by issuing-ca.pem to domain-ca.pem",
            copy -> approved(domain, copy, foreign)),
        new Falsified(
            "approved by a registrar that had expired",
            "01-ir/registrar.pem: no path by issuing-ca.pem to domain-ca.pem",
            copy -> approved(domain, copy, expired)),
        new Falsified(
            "registrar.pem is another's",
            "01-ir/nested.der is not signed with the key of registrar.pem",
            copy -> copy.with(REGISTRAR, foreign.leaf())));
  }

  private static void approved(TestDomain domain, Evidence copy, Credential registrar)
      throws IOException {
    copy.with(
        NESTED,
        domain
            .nesting(copy.octets(REQUEST))
            .signer(registrar)
            .consent(new Consent("imprint", 1, 1, copy.octets(VOUCHER)))
            .encoded());
    copy.with(REGISTRAR, registrar.chain().toArray(X509Certificate[]::new));
  }

  private List<Falsified> vouchers(TestDomain domain) throws IOException {
    var root = domain.root();
    var foreign = issuer.selfSigned(CertificateProfile.rootCa("Plant 7 Root CA", domain.year()));
    return List.of(
        new Falsified(
            "voucher.vcj is another device's",
            "01-ir/voucher.vcj is not the voucher in nested.der",
            copy -> copy.with(VOUCHER, domain.voucher("SN-2", root))),
        new Falsified(
            "approved on the voucher of another device",
            "01-ir/voucher.vcj: its serial-number is not the device's",
            copy -> copy.approvedOn(domain.voucher("SN-2", root), domain)),
        new Falsified(
            "approved on a voucher that pins another domain",
            "01-ir/voucher.vcj: its pinned-domain-cert has the key of neither",
            copy -> copy.approvedOn(domain.voucher("SN-1", foreign.leaf()), domain)),
        new Falsified(
            "approved on a voucher whose signature is broken",
            "01-ir/voucher.vcj: its signature does not verify",
            copy -> {
              var voucher = domain.voucher("SN-1", root);
              copy.approvedOn(flip(voucher, voucher.length - 5), domain);
            }),
        new Falsified(
            "approved on a voucher whose content was changed",
            "01-ir/voucher.vcj: its signature does not verify",
            copy -> {
              var voucher = domain.voucher("SN-5", root);
              int place = at(voucher, "SN-5".getBytes(StandardCharsets.US_ASCII)) + 3;
              copy.approvedOn(flip(voucher, place), domain);
            }),
        new Falsified(
            "approved on what is no voucher",
            "01-ir/voucher.vcj: its signature does not verify",
            copy -> copy.approvedOn(new byte[] {0x30, 0}, domain)),
        new Falsified(
            "approved on nothing",
            "01-ir/nested.der brings no voucher",
            copy -> copy.with(NESTED, domain.nesting(copy.octets(REQUEST)).encoded())),
        new Falsified(
            "approved on two vouchers",
            "01-ir/nested.der brings no voucher",
            copy ->
                copy.with(
                    NESTED,
                    domain
                        .nesting(copy.octets(REQUEST))
                        .consent(domain.consent("SN-1"))
                        .consent(domain.consent("SN-1"))
                        .encoded())),
        json(domain, "another leaf says it too", ",\"serial-number\":\"SN-1\"", "serial-number"),
        json(
            domain,
            "its name is written otherwise",
            ",\"serial\\u002dnumber\":\"SN-2\"",
            "not well-formed"),
        json(domain, "no JSON", ",\"nonce\":\"", "not well-formed"),
        content(
            domain,
            "what is said inside a text",
            "{\"ietf-voucher:voucher\":{\"nonce\":\"\\\",\\\"serial-number\\\":\\\"SN-1\\\"\"}}",
            "its serial-number is not the device's"),
        content(
            domain,
            "what is said in another object",
            "{\"ietf-voucher:voucher\":{\"x\":{\"serial-number\":\"SN-1\"}}}",
            "its serial-number is not the device's"),
        content(
            domain,
            "what is said beside the voucher",
            "{\"ietf-voucher:voucher\":{},\"other\":{\"serial-number\":\"SN-1\"}}",
            "its serial-number is not the device's"));
  }

  private static Falsified json(TestDomain domain, String name, String more, String failure)
      throws IOException {
    return content(
        domain,
        name,
        "{\"ietf-voucher:voucher\":{\"serial-number\":\"SN-1\",\"pinned-domain-cert\":\"%s\"%s}}"
            .formatted(
                Base64.getEncoder().encodeToString(Certificates.encoded(domain.root())), more),
        failure);
  }

  private static Falsified content(TestDomain domain, String name, String content, String failure) {
    return new Falsified(
        "a voucher with " + name,
        failure,
        copy -> copy.approvedOn(domain.voucher(content.getBytes(StandardCharsets.UTF_8)), domain));
  }

  private List<Falsified> answers(TestDomain domain, TestDevice device, Evidence others)
      throws IOException {
    var responder = domain.credential("responder");
    var foreignRoot =
        issuer.selfSigned(CertificateProfile.rootCa("Plant 7 Root CA", domain.year()));
    var foreign = issuer.credential(foreignRoot, CertificateProfile.responder("r", domain.year()));
    return List.of(
        new Falsified(
            "the answer to another request",
            "01-ir/response.der is no answer to request.der",
            copy -> copy.with(RESPONSE, others.octets(RESPONSE))),
        new Falsified(
            "the request for an answer",
            "01-ir/response.der is no answer to request.der",
            copy -> copy.with(RESPONSE, copy.octets(REQUEST))),
        new Falsified(
            "an answer by another domain",
            "01-ir/response.der: no path from its signer to domain-ca.pem",
            copy -> copy.with(RESPONSE, Evidence.signedBy(copy.octets(RESPONSE), foreign))),
        new Falsified(
            "an answer by the device",
            "01-ir/response.der: its signer lacks id-kp-cmcRA",
            copy ->
                copy.with(
                    RESPONSE,
                    Evidence.signedBy(
                        copy.octets(RESPONSE),
                        new Credential(
                            device.newKeys().getPrivate(),
                            Certificates.readPem(copy.file(CERTIFICATE)))))),
        new Falsified(
            "an answer with another certificate",
            "01-ir/response.der does not hold certificate.pem",
            copy ->
                copy.with(
                    RESPONSE,
                    answering(
                        copy.octets(RESPONSE),
                        Optional.of(Certificates.readPem(others.file(CERTIFICATE)).getFirst()),
                        responder))),
        new Falsified(
            "an answer with no certificate",
            "01-ir/response.der grants no certificate",
            copy ->
                copy.with(
                    RESPONSE, answering(copy.octets(RESPONSE), Optional.empty(), responder))));
  }

  private static byte[] answering(
      byte[] response, Optional<X509Certificate> certificate, Credential responder) {
    var message = PKIMessage.getInstance(response);
    var content = CertRepMessage.getInstance(message.getBody().getContent());
    var granted = content.getResponse()[0];
    var pair =
        certificate
            .map(
                other ->
                    new CertifiedKeyPair(
                        new CertOrEncCert(
                            new CMPCertificate(
                                Certificate.getInstance(Certificates.encoded(other))))))
            .orElse(null);
    var body =
        new PKIBody(
            PKIBody.TYPE_INIT_REP,
            new CertRepMessage(
                content.getCaPubs(),
                new CertResponse[] {
                  new CertResponse(granted.getCertReqId(), granted.getStatus(), pair, null)
                }));
    return Evidence.unsigned(message, body).signed(responder);
  }

  private List<Falsified> certificates(TestDomain domain, TestDevice device, Evidence others)
      throws IOException {
    var year = domain.year();
    var foreign = issuer.selfSigned(CertificateProfile.rootCa("Plant 7 Root CA", year));
    var issuing = domain.credential("issuing-ca");
    var of = device.newKeys();
    return List.of(
        new Falsified(
            "the certificate of another device",
            "01-ir/certificate.pem: its subject does not have the serialNumber",
            copy -> copy.with(CERTIFICATE, others.octets(CERTIFICATE))),
        new Falsified(
            "a certificate of another key",
            "01-ir/certificate.pem has another key than request.der asks for",
            copy ->
                copy.with(
                    CERTIFICATE,
                    ldevid(
                        issuing, TestDevice.SUITE.generateKeyPair(), "SERIALNUMBER=SN-1", year))),
        new Falsified(
            "a certificate that the authority did not answer with",
            "01-ir/response.der does not hold certificate.pem",
            copy -> copy.with(CERTIFICATE, ldevid(issuing, of, "SERIALNUMBER=SN-1", year))),
        new Falsified(
            "a certificate of another domain",
            "01-ir/certificate.pem: no path by issuing-ca.pem to domain-ca.pem",
            copy -> copy.with(CERTIFICATE, ldevid(foreign, of, "SERIALNUMBER=SN-1", year))),
        new Falsified(
            "a certificate of two devices",
            "01-ir/certificate.pem: its subject does not have the serialNumber",
            copy ->
                copy.with(
                    CERTIFICATE, ldevid(issuing, of, "SERIALNUMBER=SN-2,SERIALNUMBER=SN-1", year))),
        new Falsified(
            "the serial number of another device",
            "01-ir/certificate.pem: its subject does not have the serialNumber",
            copy -> copy.with("serial-number.txt", "SN-2".getBytes(StandardCharsets.US_ASCII))),
        new Falsified(
            "another root behind the first, under a title that is not shown",
            "domain-ca.pem is not well-formed",
            copy ->
                copy.with("domain-ca.pem", hiddenBehind(copy, "domain-ca.pem", foreign.leaf()))),
        new Falsified(
            "another manufacturer behind the first, under a title that is not shown",
            "manufacturer.pem is not well-formed",
            copy ->
                copy.with(
                    "manufacturer.pem", hiddenBehind(copy, "manufacturer.pem", foreign.leaf()))),
        new Falsified(
            "another root",
            "no path by issuing-ca.pem to domain-ca.pem",
            copy -> copy.with("domain-ca.pem", foreign.leaf())),
        new Falsified(
            "another anchor of the manufacturer",
            "01-ir/signer.pem: no path to manufacturer.pem",
            copy -> copy.with("manufacturer.pem", foreign.leaf())));
  }

  private X509Certificate ldevid(Credential ca, KeyPair keys, String subject, Validity validity) {
    return issuer.issue(
        ca, keys.getPublic(), CertificateProfile.ldevid(new X500Name(subject), validity));
  }
}
