package dev.brski.proof.kit.cmp;

/** The bits of PKIFailureInfo in their order (RFC 9810 section 5.2.3). */
public enum FailBit {
  /** Bit 0. */
  badAlg(0),
  /** Bit 1. */
  badMessageCheck(1),
  /** Bit 2. */
  badRequest(2),
  /** Bit 3. */
  badTime(3),
  /** Bit 4. */
  badCertId(4),
  /** Bit 5. */
  badDataFormat(5),
  /** Bit 6. */
  wrongAuthority(6),
  /** Bit 7. */
  incorrectData(7),
  /** Bit 8. */
  missingTimeStamp(8),
  /** Bit 9. */
  badPOP(9),
  /** Bit 10. */
  certRevoked(10),
  /** Bit 11. */
  certConfirmed(11),
  /** Bit 12. */
  wrongIntegrity(12),
  /** Bit 13. */
  badRecipientNonce(13),
  /** Bit 14. */
  timeNotAvailable(14),
  /** Bit 15. */
  unacceptedPolicy(15),
  /** Bit 16. */
  unacceptedExtension(16),
  /** Bit 17. */
  addInfoNotAvailable(17),
  /** Bit 18. */
  badSenderNonce(18),
  /** Bit 19. */
  badCertTemplate(19),
  /** Bit 20. */
  signerNotTrusted(20),
  /** Bit 21. */
  transactionIdInUse(21),
  /** Bit 22. */
  unsupportedVersion(22),
  /** Bit 23. */
  notAuthorized(23),
  /** Bit 24. */
  systemUnavail(24),
  /** Bit 25. */
  systemFailure(25),
  /** Bit 26. */
  duplicateCertReq(26);

  private final int number;

  FailBit(int number) {
    this.number = number;
  }

  /** Whether it is set in the content of a BIT STRING. */
  boolean isIn(byte[] bits) {
    int at = 1 + number / 8;
    return at < bits.length && (bits[at] & (0x80 >> (number % 8))) != 0;
  }
}
