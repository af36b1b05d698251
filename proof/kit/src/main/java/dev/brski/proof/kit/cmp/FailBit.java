package dev.brski.proof.kit.cmp;

/** The bits of PKIFailureInfo in their order (RFC 9810 section 5.2.3). */
public enum FailBit {
  /** Bit 0. */
  badAlg,
  /** Bit 1. */
  badMessageCheck,
  /** Bit 2. */
  badRequest,
  /** Bit 3. */
  badTime,
  /** Bit 4. */
  badCertId,
  /** Bit 5. */
  badDataFormat,
  /** Bit 6. */
  wrongAuthority,
  /** Bit 7. */
  incorrectData,
  /** Bit 8. */
  missingTimeStamp,
  /** Bit 9. */
  badPOP,
  /** Bit 10. */
  certRevoked,
  /** Bit 11. */
  certConfirmed,
  /** Bit 12. */
  wrongIntegrity,
  /** Bit 13. */
  badRecipientNonce,
  /** Bit 14. */
  timeNotAvailable,
  /** Bit 15. */
  unacceptedPolicy,
  /** Bit 16. */
  unacceptedExtension,
  /** Bit 17. */
  addInfoNotAvailable,
  /** Bit 18. */
  badSenderNonce,
  /** Bit 19. */
  badCertTemplate,
  /** Bit 20. */
  signerNotTrusted,
  /** Bit 21. */
  transactionIdInUse,
  /** Bit 22. */
  unsupportedVersion,
  /** Bit 23. */
  notAuthorized,
  /** Bit 24. */
  systemUnavail,
  /** Bit 25. */
  systemFailure,
  /** Bit 26. */
  duplicateCertReq
}
