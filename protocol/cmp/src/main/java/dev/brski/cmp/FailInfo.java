package dev.brski.cmp;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.cmp.PKIFailureInfo;

/** PKIFailureInfo: the bits in their order, spelled as in RFC 9810 section 5.2.3. */
public enum FailInfo {
  badAlg(0),
  badMessageCheck(1),
  badRequest(2),
  badTime(3),
  badCertId(4),
  badDataFormat(5),
  wrongAuthority(6),
  incorrectData(7),
  missingTimeStamp(8),
  badPOP(9),
  certRevoked(10),
  certConfirmed(11),
  wrongIntegrity(12),
  badRecipientNonce(13),
  timeNotAvailable(14),
  unacceptedPolicy(15),
  unacceptedExtension(16),
  addInfoNotAvailable(17),
  badSenderNonce(18),
  badCertTemplate(19),
  signerNotTrusted(20),
  transactionIdInUse(21),
  unsupportedVersion(22),
  notAuthorized(23),
  systemUnavail(24),
  systemFailure(25),
  duplicateCertReq(26);

  private final int bit;

  FailInfo(int bit) {
    this.bit = bit;
  }

  /** The number of its bit in the BIT STRING, counted from the first. */
  public int bit() {
    return bit;
  }

  /** The bits that are set; those beyond the known ones are passed over (CMP-H17). */
  static Set<FailInfo> read(ASN1BitString bits) {
    var octets = bits.getBytes();
    var set = EnumSet.noneOf(FailInfo.class);
    for (var info : values()) {
      int octet = info.bit() / 8;
      if (octet < octets.length && (octets[octet] & (0x80 >> (info.bit() % 8))) != 0) {
        set.add(info);
      }
    }
    return Set.copyOf(set);
  }

  static PKIFailureInfo write(Collection<FailInfo> infos) {
    int number = 0;
    for (var info : infos) {
      number |= 1 << (8 * (info.bit() / 8) + 7 - info.bit() % 8);
    }
    return new PKIFailureInfo(number);
  }
}
