package dev.brski.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Proves;
import dev.brski.time.Moment;
import dev.brski.trust.Forge.Forged;
import dev.brski.verdict.Check;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each purpose asks of a certificate, and what is asked when the time is not known. */
final class PurposeTest {

  private static final PathValidator VALIDATOR = PathValidator.standard(CryptoSuite.standard());
  private static final Forged ROOT =
      Forge.named("CN=Root")
          .ca()
          .valid("2000-01-01T00:00:00Z", "9999-12-31T23:59:59Z")
          .selfSigned();
  private static final Moment NOW = new Moment.Known(Forge.NOW);

  @Test
  @Proves({"PL-25", "PL-65", "RG-3"})
  void aRegistrarNeedsCmcRaAndNoServerAuthAndNoHostName() {
    assertThat(judge(leaf().extended(Oids.CMC_RA), Purpose.REGISTRAR)).isEmpty();
    assertThat(judge(leaf(), Purpose.REGISTRAR)).contains(PathCheck.EXTENDED_KEY_USAGE);
    assertThat(judge(leaf().extended(Oids.SERVER_AUTH, Oids.CLIENT_AUTH), Purpose.REGISTRAR))
        .contains(PathCheck.EXTENDED_KEY_USAGE);
    assertThat(judge(leaf().extended("2.5.29.37.0"), Purpose.REGISTRAR))
        .contains(PathCheck.EXTENDED_KEY_USAGE);
  }

  @Test
  void aTlsServerNeedsServerAuthOnlyIfUsagesAreListed() {
    assertThat(judge(leaf(), Purpose.TLS_SERVER)).isEmpty();
    assertThat(judge(leaf().extended(Oids.SERVER_AUTH), Purpose.TLS_SERVER)).isEmpty();
    assertThat(judge(leaf().extended(Oids.CLIENT_AUTH), Purpose.TLS_SERVER))
        .contains(PathCheck.EXTENDED_KEY_USAGE);
    assertThat(judge(leaf().extended(Oids.CLIENT_AUTH), Purpose.TLS_CLIENT)).isEmpty();
    assertThat(judge(leaf().extended(Oids.SERVER_AUTH), Purpose.TLS_CLIENT))
        .contains(PathCheck.EXTENDED_KEY_USAGE);
  }

  @Test
  @Proves("PL-8")
  void anIdevidNeedsNoUsageAtAll() {
    assertThat(judge(leaf(), Purpose.IDEVID)).isEmpty();
    assertThat(judge(leaf().usage(KeyUsage.digitalSignature), Purpose.IDEVID)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"IDEVID", "VOUCHER_SIGNER", "TLS_SERVER", "TLS_CLIENT", "CMP_SIGNER", "REGISTRAR"})
  @Proves("CMP-H11")
  void whoSignsNeedsDigitalSignatureIfKeyUsageIsThere(String name)
      throws ReflectiveOperationException {
    var purpose = (Purpose) Purpose.class.getField(name).get(null);
    var usages = new String[] {Oids.CMC_RA, Oids.SERVER_AUTH, Oids.CLIENT_AUTH};
    assertThat(judge(leaf().extended(usages).usage(KeyUsage.keyEncipherment), purpose))
        .contains(PathCheck.KEY_USAGE);
    assertThat(judge(leaf().extended(usages).usage(KeyUsage.digitalSignature), purpose)).isEmpty();
    assertThat(judge(leaf().extended(usages), purpose)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "2019-12-31T23:59:59Z, known, NOT_YET_VALID",
    "2020-01-01T00:00:00Z, known,",
    "2030-01-01T00:00:00Z, known,",
    "2030-01-01T00:00:01Z, known, EXPIRED",
    "2019-12-31T23:59:59Z, at least,",
    "2030-01-01T00:00:00Z, at least,",
    "2030-01-01T00:00:01Z, at least, EXPIRED",
    "2019-12-31T23:59:59Z, unknown,",
    "2030-01-01T00:00:01Z, unknown,",
  })
  @Proves({"TIME-1", "TIME-2"})
  void datesCountAsFarAsTheTimeIsKnown(Instant at, String known, PathCheck expected) {
    var moment =
        switch (known) {
          case "known" -> new Moment.Known(at);
          case "at least" -> new Moment.AtLeast(at);
          default -> new Moment.Unknown();
        };
    var dated = Forge.named("CN=Dated").valid("2020-01-01T00:00:00Z", "2030-01-01T00:00:00Z");
    assertThat(judge(dated.by(ROOT), List.of(), Purpose.IDEVID, moment))
        .isEqualTo(Optional.ofNullable(expected));
    var authority =
        Forge.named("CN=Dated").ca().valid("2020-01-01T00:00:00Z", "2030-01-01T00:00:00Z").by(ROOT);
    var endless = leaf().valid("2000-01-01T00:00:00Z", "9999-12-31T23:59:59Z").by(authority);
    assertThat(judge(endless, List.of(authority), Purpose.IDEVID, moment))
        .isEqualTo(Optional.ofNullable(expected));
  }

  @Test
  @Proves("RG-4")
  void aManufacturersLifetimesCanBeIgnored() {
    var late = new Moment.Known(Instant.parse("2500-01-01T00:00:00Z"));
    var shortLived = leaf().by(ROOT);
    assertThat(judge(shortLived, List.of(), Purpose.IDEVID, late)).contains(PathCheck.EXPIRED);
    assertThat(judge(shortLived, List.of(), Purpose.IDEVID.ignoringLifetime(), late)).isEmpty();
    var fromTheFuture = leaf().valid("2600-01-01T00:00:00Z", "9999-12-31T23:59:59Z").by(ROOT);
    assertThat(judge(fromTheFuture, List.of(), Purpose.IDEVID.ignoringLifetime(), late))
        .contains(PathCheck.NOT_YET_VALID);
  }

  @Test
  @Proves("PL-8")
  void anIdevidWithoutEndIsValidCenturiesFromNow() {
    var birth = leaf().valid("2020-01-01T00:00:00Z", "9999-12-31T23:59:59Z").by(ROOT);
    var late = new Moment.Known(Instant.parse("9999-12-31T23:59:59Z"));
    assertThat(judge(birth, List.of(), Purpose.IDEVID, late)).isEmpty();
  }

  private static Forge leaf() {
    return Forge.named("CN=Leaf");
  }

  private static Optional<Check> judge(Forge leaf, Purpose purpose) {
    return judge(leaf.by(ROOT), List.of(), purpose, NOW);
  }

  private static Optional<Check> judge(
      Forged target, List<Forged> candidates, Purpose purpose, Moment now) {
    return PathValidatorTest.check(
        VALIDATOR.validate(
            target.certificate(),
            Chain.certificates(candidates),
            Anchors.of(List.of(ROOT.certificate())),
            purpose,
            now));
  }
}
