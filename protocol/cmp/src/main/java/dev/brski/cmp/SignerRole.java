package dev.brski.cmp;

import dev.brski.trust.Certificates;
import dev.brski.trust.Oids;
import dev.brski.trust.TrustedPath;
import java.util.Arrays;

/**
 * The table of which certificate may protect which body (RFC 9483 section 3.4, RFC 9810 section
 * 4.5): without it, any enrolled device could pose as a responder of its domain.
 */
public enum SignerRole {
  /** The trust anchor itself: a pinned certification authority, or a pinned registrar. */
  ANCHOR,
  /** A certification authority below the anchor. */
  CERTIFICATION_AUTHORITY,
  /** A responder of the authority: id-kp-cmcCA. */
  AUTHORITY_RESPONDER,
  /** A registrar or registration authority: id-kp-cmcRA. */
  REGISTRATION_AUTHORITY,
  /** Any other certificate. */
  END_ENTITY;

  /** Whether such a certificate may protect such a body. */
  public boolean mayProtect(BodyType type) {
    return switch (type) {
      case ip, cp, kup, rp, genp, pollRep, pkiconf, error -> this != END_ENTITY;
      case nested -> this == ANCHOR || this == REGISTRATION_AUTHORITY;
      case ir, cr, rr, genm, certConf, pollReq ->
          this == END_ENTITY || this == REGISTRATION_AUTHORITY;
      case kur, p10cr -> this == END_ENTITY;
      case popdecc, popdecr, krr, krp, ccr, ccp, ckuann, cann, rann, crlann -> false;
    };
  }

  /** The role of the target of a path that was found valid. */
  public static SignerRole of(TrustedPath path) {
    var signer = path.target();
    if (Arrays.equals(Certificates.spkiSha256(signer), Certificates.spkiSha256(path.anchor()))) {
      return ANCHOR;
    }
    if (signer.getBasicConstraints() >= 0) {
      return CERTIFICATION_AUTHORITY;
    }
    if (Certificates.hasExtendedKeyUsage(signer, Oids.CMC_CA)) {
      return AUTHORITY_RESPONDER;
    }
    return Certificates.hasExtendedKeyUsage(signer, Oids.CMC_RA)
        ? REGISTRATION_AUTHORITY
        : END_ENTITY;
  }
}
