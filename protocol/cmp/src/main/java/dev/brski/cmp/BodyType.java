package dev.brski.cmp;

import java.util.Arrays;
import java.util.Optional;

/** The alternatives of PKIBody by tag number, spelled as in RFC 9810 section 5.1.2. */
public enum BodyType {
  ir(0, "initialization"),
  ip(1),
  cr(2, "certification"),
  cp(3),
  p10cr(4, "pkcs10"),
  popdecc(5),
  popdecr(6),
  kur(7, "keyupdate"),
  kup(8),
  krr(9),
  krp(10),
  rr(11, "revocation"),
  rp(12),
  ccr(13),
  ccp(14),
  ckuann(15),
  cann(16),
  rann(17),
  crlann(18),
  pkiconf(19),
  nested(20, "nested"),
  genm(21),
  genp(22),
  error(23),
  certConf(24),
  pollReq(25),
  pollRep(26);

  private final int tag;
  private final Optional<String> label;

  BodyType(int tag) {
    this.tag = tag;
    this.label = Optional.empty();
  }

  BodyType(int tag, String label) {
    this.tag = tag;
    this.label = Optional.of(label);
  }

  /** The number of its context-specific tag. */
  public int tag() {
    return tag;
  }

  /** The type with a tag number, if there is one. */
  public static Optional<BodyType> ofTag(int tag) {
    return Arrays.stream(values()).filter(type -> type.tag == tag).findFirst();
  }

  /** The last segment of the path that a first request goes to (RFC 9483 section 6.1). */
  public Optional<String> operationLabel() {
    return label;
  }

  /** Whether it asks for a certificate, so that faults of its body are told in ip, cp or kup. */
  public boolean requestsCertificate() {
    return this == ir || this == cr || this == kur || this == p10cr;
  }

  /** Whether faults of its body are told in an answer of its own kind (RFC 9483 section 3.6.2). */
  public boolean answersRejection() {
    return requestsCertificate() || this == rr;
  }

  /** Whether it travels from the end entity towards the authority (RFC 9483 section 5.2.2.2). */
  public boolean isRequest() {
    return switch (this) {
      case ir, cr, p10cr, popdecr, kur, krr, rr, ccr, genm, certConf, pollReq -> true;
      case ip,
          cp,
          popdecc,
          kup,
          krp,
          rp,
          ccp,
          ckuann,
          cann,
          rann,
          crlann,
          pkiconf,
          nested,
          genp,
          error,
          pollRep ->
          false;
    };
  }

  /** The type that answers it, if it is a request with an answer of its own. */
  public Optional<BodyType> answer() {
    return switch (this) {
      case ir -> Optional.of(ip);
      case cr, p10cr -> Optional.of(cp);
      case kur -> Optional.of(kup);
      case rr -> Optional.of(rp);
      case genm -> Optional.of(genp);
      case certConf -> Optional.of(pkiconf);
      case pollReq -> Optional.of(pollRep);
      case nested -> Optional.of(nested);
      case krr -> Optional.of(krp);
      case ccr -> Optional.of(ccp);
      case popdecr,
          ip,
          cp,
          popdecc,
          kup,
          krp,
          rp,
          ccp,
          ckuann,
          cann,
          rann,
          crlann,
          pkiconf,
          genp,
          error,
          pollRep ->
          Optional.empty();
    };
  }

  /** The certReqId that refers to its CertResponse: -1 for p10cr, else 0 (RFC 9483 section 4.1). */
  public long certReqId() {
    return this == p10cr ? -1 : 0;
  }
}
