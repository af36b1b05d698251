package dev.brski.voucher;

import static dev.brski.voucher.Scene.accepted;
import static dev.brski.voucher.Scene.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Proves;
import dev.brski.time.Moment;
import dev.brski.trust.AlgorithmPolicy;
import dev.brski.trust.Anchors;
import dev.brski.trust.PathValidator;
import dev.brski.trust.SerialNumberField;
import dev.brski.trust.ValidationLimits;
import dev.brski.voucher.check.ConsistentRequest;
import dev.brski.voucher.check.HandOverValidation;
import dev.brski.voucher.check.PledgeVoucherRequestValidation;
import dev.brski.voucher.check.RegistrarVoucherRequestValidation;
import dev.brski.voucher.check.VoucherAnchors;
import dev.brski.voucher.check.VoucherPolicy;
import dev.brski.voucher.check.VoucherValidation;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** RFC 8995 appendix C, as published, read on the day after it was made. */
@Proves({"VEC-1", "W32", "W35"})
class Rfc8995ExamplesTest {

  private static final Instant THAT_DAY = Instant.parse("2021-04-14T00:00:00Z");
  private static final String SERIAL = "00-D0-E5-F2-00-02";
  private static final Nonce NONCE = new Nonce("-_XE9zK9q8Ll1qylMtLKeg");

  private final VoucherCodec codec = VoucherCodec.standard();
  private final PathValidator paths =
      new PathValidator(Pki.SUITE, AlgorithmPolicy.standard(), ValidationLimits.standard());

  @Test
  void thePledgesRequestIsReadAndVerifies() throws IOException {
    var request = accepted(codec.readPledgeVoucherRequest(Examples.rfc8995("pvr.cms.der")));

    var validated =
        accepted(
            new PledgeVoucherRequestValidation(Pki.SUITE)
                .validate(
                    request,
                    Examples.rfc8995Certificate("pledge-idevid.crt.pem"),
                    SERIAL,
                    Examples.rfc8995Certificate("registrar.crt.pem")));

    assertThat(validated.leaves().nonce()).contains(NONCE);
    assertThat(validated.leaves().createdOn()).contains(Instant.parse("2021-04-13T21:43:23.747Z"));
    assertThat(validated.leaves().serialNumber()).isEqualTo(SERIAL);
    assertThat(validated.tolerances())
        .containsExactlyInAnyOrder(
            Tolerance.CMS_VERSION_1,
            Tolerance.CONTENT_TYPE_ID_DATA,
            Tolerance.NONCE_FORM,
            Tolerance.OTHER_CERTIFICATE_SAME_KEY);
  }

  @Test
  @Proves({"MA-3", "MA-4", "MA-7"})
  void theRegistrarsRequestIsConsistent() throws IOException {
    var request = accepted(codec.readRegistrarVoucherRequest(Examples.rfc8995("rvr.cms.der")));

    var consistent =
        (ConsistentRequest.Nonced) accepted(masa("vendor-ca.crt.pem").validate(request, THAT_DAY));

    assertThat(consistent.registrar()).isEqualTo(Examples.rfc8995Certificate("registrar.crt.pem"));
    assertThat(consistent.serialNumber()).isEqualTo(SERIAL);
    assertThat(consistent.request().leaves().nonce()).contains(NONCE);
    assertThat(consistent.prior().artifact().encoded()).isEqualTo(Examples.rfc8995("pvr.cms.der"));
  }

  @Test
  void theDeviceIsUnknownToAnotherManufacturer() throws IOException {
    var request = accepted(codec.readRegistrarVoucherRequest(Examples.rfc8995("rvr.cms.der")));

    assertThat(refused(masa("owner-ca.crt.pem").validate(request, THAT_DAY)).check())
        .isEqualTo(VoucherCheck.RVR_DEVICE);
  }

  @Test
  @Proves({"PL-50", "PL-51", "PL-52", "TIME-1"})
  void thePledgeAcceptsTheVoucherThatDayAndWithoutAClock() throws IOException {
    var voucher = accepted(codec.readVoucher(Examples.rfc8995("voucher.cms.der")));
    var idevid = Examples.rfc8995Certificate("pledge-idevid.crt.pem");
    var registrar = Examples.rfc8995Certificate("registrar.crt.pem");

    for (Moment now : List.of(new Moment.Known(THAT_DAY), new Moment.Unknown())) {
      var verified = accepted(pledge().validate(voucher, idevid, SERIAL, NONCE, now));
      assertThat(verified.pin()).isEqualTo(registrar);
      assertThat(verified.signer()).isEqualTo(Examples.rfc8995Certificate("masa.crt.pem"));
    }
  }

  @Test
  @Proves("TIME-2")
  void thePledgeRefusesTheVoucherOnceItsSignerHasExpired() throws IOException {
    var voucher = accepted(codec.readVoucher(Examples.rfc8995("voucher.cms.der")));
    var idevid = Examples.rfc8995Certificate("pledge-idevid.crt.pem");

    var refusal =
        refused(pledge().validate(voucher, idevid, SERIAL, NONCE, new Moment.Known(Pki.NOW)));

    assertThat(refusal.check()).isEqualTo(VoucherCheck.VOUCHER_SIGNER);
  }

  @Test
  @Proves({"RG-21", "EN-20"})
  void thePinVouchesForTheRegistrarButForNoAuthority() throws IOException {
    var voucher = accepted(codec.readVoucher(Examples.rfc8995("voucher.cms.der")));
    var request =
        accepted(codec.readPledgeVoucherRequest(Examples.rfc8995("pvr.cms.der"))).leaves();
    var asked = new HandOverValidation.Asked.ByPledge(request);
    var registrar = List.of(Examples.rfc8995Certificate("registrar.crt.pem"));
    var owner = List.of(Examples.rfc8995Certificate("owner-ca.crt.pem"));
    var handOver = new HandOverValidation(paths);
    var now = new Moment.Known(THAT_DAY);

    accepted(handOver.validate(voucher, asked, registrar, List.of(), now));
    var refusal = refused(handOver.validate(voucher, asked, registrar, List.of(owner), now));

    assertThat(refusal.check()).isEqualTo(VoucherCheck.HANDOVER_AUTHORITY);
    assertThat(refusal.cause()).contains("an end-entity pin vouches for itself alone");
  }

  private RegistrarVoucherRequestValidation masa(String anchor) throws IOException {
    return new RegistrarVoucherRequestValidation(
        Pki.SUITE,
        paths,
        codec,
        Anchors.of(List.of(Examples.rfc8995Certificate(anchor))),
        SerialNumberField.SUBJECT,
        Duration.ofDays(7));
  }

  private VoucherValidation pledge() throws IOException {
    return new VoucherValidation(
        Pki.SUITE,
        paths,
        VoucherAnchors.ofBoth(
            Anchors.of(List.of(Examples.rfc8995Certificate("vendor-ca.crt.pem")))),
        VoucherPolicy.standard());
  }
}
