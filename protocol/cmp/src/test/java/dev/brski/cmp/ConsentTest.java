package dev.brski.cmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brski.proof.kit.Proves;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.cmp.InfoTypeAndValue;
import org.junit.jupiter.api.Test;

@Proves({"EN-17", "EN-18", "BRSKI-consent"})
class ConsentTest {

  private final Cast cast = new Cast();

  private Optional<Consent> read(InfoTypeAndValue... infos) {
    return Consent.of(cast.as(cast.registrar).nested(cast.ir(), List.of(infos)).header());
  }

  private static InfoTypeAndValue info(ASN1Encodable value) {
    return new InfoTypeAndValue(new ASN1ObjectIdentifier(Consent.OID), value);
  }

  private static DERSequence fields(ASN1Encodable... fields) {
    return new DERSequence(fields);
  }

  private static final DERUTF8String IMPRINT = new DERUTF8String("imprint");
  private static final ASN1Integer ONE = new ASN1Integer(1);
  private static final DEROctetString VOUCHER = new DEROctetString(new byte[3]);

  @Test
  void travelsAsItIs() {
    var consent = new Consent("imprint", 1, Long.MAX_VALUE, new byte[] {7});
    var found = read(consent.generalInfo().toArray(InfoTypeAndValue[]::new)).orElseThrow();
    assertThat(found.imprint()).isEqualTo("imprint");
    assertThat(found.generation()).isEqualTo(1);
    assertThat(found.sequence()).isEqualTo(Long.MAX_VALUE);
    assertThat(found.voucher()).containsExactly(7);
  }

  @Test
  void malformedEvidenceIsNoEvidence() {
    var huge = new ASN1Integer(java.math.BigInteger.ONE.shiftLeft(64));
    assertThat(read()).isEmpty();
    assertThat(read(info(DERNull.INSTANCE))).isEmpty();
    assertThat(read(info(fields()))).isEmpty();
    assertThat(read(info(fields(IMPRINT, ONE, ONE)))).isEmpty();
    assertThat(read(info(fields(IMPRINT, ONE, ONE, VOUCHER, VOUCHER)))).isEmpty();
    assertThat(read(info(fields(ONE, ONE, ONE, VOUCHER)))).isEmpty();
    assertThat(read(info(fields(IMPRINT, ONE, huge, VOUCHER)))).isEmpty();
    assertThat(read(info(fields(IMPRINT, huge, ONE, VOUCHER)))).isEmpty();
    assertThat(read(info(fields(IMPRINT, ONE, new ASN1Integer(-1), VOUCHER)))).isEmpty();
    assertThat(read(info(fields(IMPRINT, ONE, ONE, new DEROctetString(new byte[0]))))).isEmpty();
    assertThat(read(info(fields(new DERUTF8String(""), ONE, ONE, VOUCHER)))).isEmpty();
    assertThat(read(info(fields(new DERUTF8String("x".repeat(129)), ONE, ONE, VOUCHER)))).isEmpty();
    assertThat(read(new InfoTypeAndValue(new ASN1ObjectIdentifier(Consent.OID)))).isEmpty();
    assertThat(read(info(fields(IMPRINT, ONE, ONE, VOUCHER)))).isPresent();
  }

  @Test
  void twoAreNoEvidence() {
    var one = info(fields(IMPRINT, ONE, ONE, VOUCHER));
    assertThat(read(one, one)).isEmpty();
  }

  @Test
  void boundsAreKeptWhenItIsMade() {
    assertThatThrownBy(() -> new Consent("", 1, 1, new byte[1]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Consent("x", 1, 1, new byte[(64 << 10) + 1]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Consent("x", -1, 1, new byte[1]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
