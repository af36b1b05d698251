package dev.brski.ocsp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Proves;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.BERSequence;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests as openssl made them are read; what breaks a rule is refused under that rule. */
class OcspRequestTest {

  /** By {@code openssl ocsp}: a CertID by SHA-1. */
  private static final String PLAIN =
      "MFIwUDBOMEwwSjAJBgUrDgMCGgUABBSV0Yj+F0hfl0USte/lXngDDvUZIgQU3DmB7JGLdgeA"
          + "b426xVDI+Kj5fEQCEQDPRhLed6o4ktHj8rH6QktW";

  /** By {@code openssl ocsp -sha256}: a CertID by SHA-256, and a nonce. */
  private static final String NONCED =
      "MIGUMIGRMGowaDBmMA0GCWCGSAFlAwQCAQUABCC5S+HL3d/gVvRmrT5KgpfHyqzctNb6kUGF"
          + "sZNU9YQJdgQgX9XJR6vtWl75R0fu0NTThjyNnTDRkAi8mZt6SO6/izgCEQDPRhLed6o4ktHj"
          + "8rH6QktWoiMwITAfBgkrBgEFBQcwAQIEEgQQ7GcayjhyhtlVjN3f5owOPA==";

  /** By {@code openssl ocsp -signer}: a requestorName, a nonce, a signature and its certificate. */
  private static final String SIGNED =
      "MIICojCBj6EYpBYwFDESMBAGA1UEAwwJMTI3LjAuMC4xME4wTDBKMAkGBSsOAwIaBQAEFJXR"
          + "iP4XSF+XRRK17+VeeAMO9RkiBBTcOYHskYt2B4BvjbrFUMj4qPl8RAIRAM9GEt53qjiS0ePy"
          + "sfpCS1aiIzAhMB8GCSsGAQUFBzABAgQSBBBtH6p4PzqD/MlKMM/eUwJqoIICDDCCAggwCgYI"
          + "KoZIzj0EAwIDRwAwRAIgUh0j78DLKhbchPEd4OE3w2+DFqWw1BNMnvBZ+TJjtVsCIFPKcCbD"
          + "mP6/h2iaRv5+omHp3NBi3HFUZkfoQPLFzwHXoIIBrzCCAaswggGnMIIBTaADAgECAhABSN/V"
          + "khM/Uw7Z46xCH9/3MAoGCCqGSM49BAMCMB0xGzAZBgNVBAMMElBsYW50IDcgSXNzdWluZyBD"
          + "QTAeFw0yNjExMjcxMzI3MzFaFw0zMTExMjcxMzI3MzFaMBQxEjAQBgNVBAMMCTEyNy4wLjAu"
          + "MTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABEoGFNjWAH3uzWY5SDa8SbAiwOcoq+PVDgO8"
          + "y/7QMR/J65IifsSB231Wt+EzNeSlTM0Tph1DU8c0yFtmjuDgCMGjeDB2MB0GA1UdDgQWBBSs"
          + "OgWGoKkOXuQM5i+gDaZx410mkjAfBgNVHSMEGDAWgBRf1clHq+1aXvlHR+7Q1NOGPI2dMDAO"
          + "BgNVHQ8BAf8EBAMCB4AwEwYDVR0lBAwwCgYIKwYBBQUHAwEwDwYDVR0RBAgwBocEfwAAATAK"
          + "BggqhkjOPQQDAgNIADBFAiACIEgPnCUewOszeyNCjobSH1iU0JwLFKoirJYRdynJKQIhAOXB"
          + "lzWEkYNqlkcRXbSqa5YtK1t5iRh5cWbm5AfJ1I1d";

  private static final BigInteger SERIAL = new BigInteger("cf4612de77aa3892d1e3f2b1fa424b56", 16);
  private static final String SHA_1 = "1.3.14.3.2.26";
  private static final String SHA_256 = "2.16.840.1.101.3.4.2.1";

  private static byte[] octets(String base64) {
    return Base64.getDecoder().decode(base64);
  }

  private static OcspRequest accepted(byte[] der) {
    return switch (OcspRequest.parse(der)) {
      case Verdict.Accepted<OcspRequest>(var request) -> request;
      case Verdict.Refused<OcspRequest>(var refusal) -> throw new AssertionError("" + refusal);
    };
  }

  private static Refusal refused(byte[] der) {
    return switch (OcspRequest.parse(der)) {
      case Verdict.Refused<OcspRequest>(var refusal) -> refusal;
      case Verdict.Accepted<OcspRequest>(var request) ->
          throw new AssertionError("accepted: " + request);
    };
  }

  @Test
  void whatOpensslAsksIsRead() {
    var plain = accepted(octets(PLAIN));
    assertThat(plain.nonce()).isEmpty();
    assertThat(plain.certIds())
        .singleElement()
        .satisfies(
            id -> {
              assertThat(id.hashAlgorithm()).isEqualTo(SHA_1);
              assertThat(id.serialNumber()).isEqualTo(SERIAL);
              assertThat(id.issuerNameHash()).hasSize(20);
            });

    var nonced = accepted(octets(NONCED));
    assertThat(nonced.certIds())
        .singleElement()
        .satisfies(id -> assertThat(id.hashAlgorithm()).isEqualTo(SHA_256));
    assertThat(nonced.nonce())
        .hasValueSatisfying(
            nonce ->
                assertThat(HexFormat.of().formatHex(nonce))
                    .isEqualTo("ec671aca387286d9558cdddfe68c0e3c"));
  }

  @Test
  void aSignatureAndWhoAsksDoNotMatter() {
    assertThat(accepted(octets(SIGNED)).certIds()).isEqualTo(accepted(octets(PLAIN)).certIds());
  }

  @Test
  void whatIsMadeHereIsReadHere() {
    var id = accepted(octets(PLAIN)).certIds().getFirst();
    assertThat(OcspRequest.of(id).encoded()).isEqualTo(octets(PLAIN));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 15, 16, 32, 33, 128})
  void aNonceOfThatManyOctetsIsTaken(int octets) throws IOException {
    assertThat(
            accepted(request(list(certId()), nonce(new DEROctetString(new byte[octets])))).nonce())
        .hasValueSatisfying(nonce -> assertThat(nonce).hasSize(octets));
  }

  static Stream<Arguments> broken() throws IOException {
    var plain = octets(PLAIN);
    var lying = plain.clone();
    lying[1]++;
    var deep = new DERSequence();
    for (int i = 0; i < 40; i++) {
      deep = new DERSequence(deep);
    }
    return Stream.of(
        Arguments.of("nothing", new byte[0], OcspCheck.SYNTAX),
        Arguments.of(
            "text", "GET / HTTP/1.1".getBytes(StandardCharsets.US_ASCII), OcspCheck.SYNTAX),
        Arguments.of("a length that lies", lying, OcspCheck.SYNTAX),
        Arguments.of("cut", Arrays.copyOf(plain, plain.length - 1), OcspCheck.SYNTAX),
        Arguments.of("longer", Arrays.copyOf(plain, plain.length + 1), OcspCheck.SYNTAX),
        Arguments.of(
            "a length of 4 GB", HexFormat.of().parseHex("3084ffffffff30"), OcspCheck.SYNTAX),
        Arguments.of("deep", deep.getEncoded(), OcspCheck.SYNTAX),
        Arguments.of(
            "BER", new BERSequence(new DERSequence(list(certId()))).getEncoded(), OcspCheck.SYNTAX),
        Arguments.of("64 kB", new byte[64 << 10], OcspCheck.SYNTAX),
        Arguments.of("an empty SEQUENCE", new DERSequence().getEncoded(), OcspCheck.SYNTAX),
        Arguments.of(
            "more than a TBSRequest",
            new DERSequence(new ASN1Encodable[] {new DERSequence(list(certId())), DERNull.INSTANCE})
                .getEncoded(),
            OcspCheck.SYNTAX),
        Arguments.of(
            "a list of something else",
            request(new DERUTF8String("certificates")),
            OcspCheck.SYNTAX),
        Arguments.of(
            "something behind the list",
            request(list(certId()), DERNull.INSTANCE),
            OcspCheck.SYNTAX),
        Arguments.of(
            "version 2",
            request(new DERTaggedObject(true, 0, new ASN1Integer(1)), list(certId())),
            OcspCheck.VERSION),
        Arguments.of("no certificate", request(list()), OcspCheck.REQUESTS),
        Arguments.of("17 certificates", request(list(17)), OcspCheck.REQUESTS),
        Arguments.of("10,000 certificates", request(list(10_000)), OcspCheck.SYNTAX),
        Arguments.of("SHA-1 of 19 octets", request(list(certId(SHA_1, 19, 20))), OcspCheck.CERT_ID),
        Arguments.of(
            "SHA-1 of a key with 0 octets", request(list(certId(SHA_1, 20, 0))), OcspCheck.CERT_ID),
        Arguments.of(
            "SHA-256 of 20 octets", request(list(certId(SHA_256, 20, 20))), OcspCheck.CERT_ID),
        Arguments.of(
            "a hash of 65 octets", request(list(certId("1.2.3.5", 65, 7))), OcspCheck.CERT_ID),
        Arguments.of(
            "a hash of a key with 65 octets",
            request(list(certId("1.2.3.5", 7, 65))),
            OcspCheck.CERT_ID),
        Arguments.of(
            "a serial number of 21 octets",
            request(list(certId(SHA_1, 20, 20, BigInteger.ONE.shiftLeft(160)))),
            OcspCheck.CERT_ID),
        Arguments.of(
            "an algorithm of 300 octets",
            request(
                list(
                    certId(
                        new AlgorithmIdentifier(
                            new ASN1ObjectIdentifier("1.2.3.5"), octetString(300)),
                        7,
                        7,
                        SERIAL))),
            OcspCheck.CERT_ID),
        Arguments.of("one twice", request(list(certId(), certId())), OcspCheck.REQUESTS),
        Arguments.of(
            "a nonce of 0", request(list(certId()), nonce(octetString(0))), OcspCheck.NONCE),
        Arguments.of(
            "a nonce of 129", request(list(certId()), nonce(octetString(129))), OcspCheck.NONCE),
        Arguments.of(
            "a nonce that is a number",
            request(list(certId()), nonce(new ASN1Integer(4711))),
            OcspCheck.NONCE),
        Arguments.of(
            "a critical extension",
            request(list(certId()), extensions("1.2.3.4", true, DERNull.INSTANCE)),
            OcspCheck.CRITICAL),
        Arguments.of(
            "a critical extension of one",
            request(
                new DERSequence(
                    new DERSequence(
                        new ASN1Encodable[] {
                          certId(),
                          new DERTaggedObject(
                              true, 0, new Extensions(extension("1.2.3.4", true, DERNull.INSTANCE)))
                        }))),
            OcspCheck.CRITICAL));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("broken")
  @Proves({
    "6960-4.1.1-syntax",
    "6960-4.1.1-version",
    "6960-4.1.1-requests",
    "6960-4.1.1-cert-id",
    "6960-4.4-critical",
    "9654-2.1-nonce"
  })
  void isRefused(String what, byte[] der, OcspCheck check) {
    var refusal = refused(der);
    assertThat(refusal.check()).as(what).isEqualTo(check);
    assertThat(check.error()).isEqualTo(OcspError.MALFORMED_REQUEST);
  }

  @Test
  void whatIsNotCriticalNorKnownIsIgnored() throws IOException {
    var request = request(list(certId()), extensions("1.2.3.4", false, DERNull.INSTANCE));
    assertThat(accepted(request).certIds()).hasSize(1);
    assertThat(accepted(request(list(certId("1.2.3.5", 7, 7)))).certIds()).hasSize(1);
    assertThat(accepted(request(list(certId("1.2.3.5", 64, 64)))).certIds()).hasSize(1);
    var longest = BigInteger.ONE.shiftLeft(159).subtract(BigInteger.ONE);
    assertThat(accepted(request(list(certId(SHA_1, 20, 20, longest)))).certIds()).hasSize(1);
    assertThat(accepted(request(list(16))).certIds()).hasSize(16);
  }

  private static byte[] request(ASN1Encodable... parts) throws IOException {
    return new DERSequence(new DERSequence(parts)).getEncoded("DER");
  }

  private static DERSequence list(ASN1Encodable... certIds) {
    return new DERSequence(Stream.of(certIds).map(DERSequence::new).toArray(ASN1Encodable[]::new));
  }

  private static DERSequence list(int count) {
    return list(
        IntStream.range(0, count)
            .mapToObj(number -> certId(SHA_1, 20, 20, SERIAL.add(BigInteger.valueOf(number))))
            .toArray(ASN1Encodable[]::new));
  }

  private static ASN1Encodable certId() {
    return certId(SHA_1, 20, 20);
  }

  private static ASN1Encodable certId(String algorithm, int name, int key) {
    return certId(algorithm, name, key, SERIAL);
  }

  private static ASN1Encodable certId(
      String algorithm, int name, int key, BigInteger serialNumber) {
    return certId(
        new AlgorithmIdentifier(new ASN1ObjectIdentifier(algorithm)), name, key, serialNumber);
  }

  private static ASN1Encodable certId(
      AlgorithmIdentifier algorithm, int name, int key, BigInteger serialNumber) {
    var parts = new ASN1EncodableVector();
    parts.addAll(
        List.of(algorithm, octetString(name), octetString(key), new ASN1Integer(serialNumber))
            .toArray(ASN1Encodable[]::new));
    return new DERSequence(parts);
  }

  private static ASN1Encodable octetString(int octets) {
    return new DEROctetString(new byte[octets]);
  }

  private static ASN1Encodable nonce(ASN1Encodable value) throws IOException {
    return extensions(OCSPObjectIdentifiers.id_pkix_ocsp_nonce.getId(), false, value);
  }

  private static ASN1Encodable extensions(String oid, boolean critical, ASN1Encodable value)
      throws IOException {
    return new DERTaggedObject(true, 2, new Extensions(extension(oid, critical, value)));
  }

  private static Extension extension(String oid, boolean critical, ASN1Encodable value)
      throws IOException {
    return new Extension(
        new ASN1ObjectIdentifier(oid), critical, value.toASN1Primitive().getEncoded());
  }

  @Test
  void anErrorIsThreeOctetsInASequence() {
    assertThat(Stream.of(OcspError.values()).map(OcspError::encoded).map(HexFormat.of()::formatHex))
        .containsExactly("30030a0101", "30030a0102", "30030a0103", "30030a0106");
    assertThat(Optional.of(OcspError.UNAUTHORIZED).map(OcspError::number)).contains(6);
  }
}
