package dev.brski.cmp;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.cmp.InfoTypeAndValue;

/**
 * What a registrar's approval rests on, told in the generalInfo of the nested message that is the
 * approval: {@code SEQUENCE { imprint UTF8String, generation INTEGER, sequence INTEGER, voucher
 * OCTET STRING }} under an object identifier of ours.
 *
 * @param imprint the registrar's id of the voucher exchange
 * @param generation which of the registrar's credentials the device saw
 * @param sequence grows with each approval the registrar makes; a smaller one is older
 * @param voucher the voucher as it was handed to the device
 */
public record Consent(String imprint, int generation, long sequence, byte[] voucher) {

  /** The infoType: an arc that follows from a UUID (ITU-T X.667), so that it is ours alone. */
  public static final String OID = "2.25.92226477053045961551381105602777003968.1";

  private static final int LONGEST_IMPRINT = 128;
  private static final int LONGEST_VOUCHER = 64 << 10;

  /** Refuses evidence beyond its bounds: 128 characters of imprint, 64 KiB of voucher. */
  public Consent {
    if (imprint.isEmpty() || imprint.length() > LONGEST_IMPRINT) {
      throw new IllegalArgumentException("an imprint id of " + imprint.length() + " characters");
    }
    if (voucher.length == 0 || voucher.length > LONGEST_VOUCHER) {
      throw new IllegalArgumentException("a voucher of " + voucher.length + " octets");
    }
    if (generation < 0 || sequence < 0) {
      throw new IllegalArgumentException("a negative generation or sequence");
    }
    voucher = voucher.clone();
  }

  @Override
  public byte[] voucher() {
    return voucher.clone();
  }

  /** What goes into the header of the nested message. */
  public List<InfoTypeAndValue> generalInfo() {
    return List.of(
        new InfoTypeAndValue(
            new ASN1ObjectIdentifier(OID),
            new DERSequence(
                List.of(
                        new DERUTF8String(imprint),
                        new ASN1Integer(generation),
                        new ASN1Integer(sequence),
                        new DEROctetString(voucher))
                    .toArray(org.bouncycastle.asn1.ASN1Encodable[]::new))));
  }

  /** The evidence in a header: empty when there is none, or it is malformed or out of bounds. */
  public static Optional<Consent> of(CmpHeader header) {
    var infos =
        header.generalInfo().stream()
            .filter(info -> info.getInfoType().getId().equals(OID))
            .toList();
    if (infos.size() != 1 || infos.getFirst().getInfoValue() == null) {
      return Optional.empty();
    }
    try {
      var fields = ASN1Sequence.getInstance(infos.getFirst().getInfoValue());
      if (fields.size() != 4) {
        return Optional.empty();
      }
      return Optional.of(
          new Consent(
              ASN1UTF8String.getInstance(fields.getObjectAt(0)).getString(),
              number(fields, 1).intValueExact(),
              number(fields, 2).longValueExact(),
              ASN1OctetString.getInstance(fields.getObjectAt(3)).getOctets()));
    } catch (IllegalArgumentException | ArithmeticException _) {
      return Optional.empty();
    }
  }

  private static BigInteger number(ASN1Sequence fields, int index) {
    return ASN1Integer.getInstance(fields.getObjectAt(index)).getValue();
  }
}
