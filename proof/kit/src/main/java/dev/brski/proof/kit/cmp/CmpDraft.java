package dev.brski.proof.kit.cmp;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A PKIMessage in the making (RFC 9483 sections 3.1 to 3.3): sound as it is begun, and then changed
 * in whatever way a test wants before, or after, it is protected.
 */
public final class CmpDraft {

  /** The field numbers of a PKIHeader. */
  public static final int MESSAGE_TIME = 0;

  /** The protectionAlg. */
  public static final int PROTECTION_ALG = 1;

  /** The senderKID. */
  public static final int SENDER_KID = 2;

  /** The recipKID. */
  public static final int RECIP_KID = 3;

  /** The transactionID. */
  public static final int TRANSACTION_ID = 4;

  /** The senderNonce. */
  public static final int SENDER_NONCE = 5;

  /** The recipNonce. */
  public static final int RECIP_NONCE = 6;

  /** The freeText. */
  public static final int FREE_TEXT = 7;

  /** The generalInfo. */
  public static final int GENERAL_INFO = 8;

  /** The infoType of implicitConfirm. */
  public static final String IMPLICIT_CONFIRM = "1.3.6.1.5.5.7.4.13";

  private static final int NONCE = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Identity by;
  private long pvno = 2;
  private Tlv sender;
  private Tlv recipient = name(Tlv.sequence());
  private final NavigableMap<Integer, Tlv> header = new TreeMap<>();
  private final List<Tlv> generalInfo = new ArrayList<>();
  private final int type;
  private final Supplier<Tlv> content;
  private final Optional<CrmfDraft> crmf;
  private final Optional<Pkcs10Draft> pkcs10;
  private UnaryOperator<Tlv> body = made -> made;
  private UnaryOperator<Tlv> protectedPart = made -> made;
  private UnaryOperator<byte[]> protection = made -> made;
  private boolean isProtected = true;
  private List<Tlv> extraCerts;
  private UnaryOperator<byte[]> octets = made -> made;

  private CmpDraft(
      Identity by,
      int type,
      Supplier<Tlv> content,
      Optional<CrmfDraft> crmf,
      Optional<Pkcs10Draft> pkcs10) {
    this.by = by;
    this.type = type;
    this.content = content;
    this.crmf = crmf;
    this.pkcs10 = pkcs10;
    this.sender = name(by.subject());
    this.extraCerts = by.encodedChain();
    field(PROTECTION_ALG, Tlv.sequence(Tlv.oid(Identity.ECDSA_WITH_SHA256)));
    field(SENDER_KID, Tlv.octets(by.keyIdentifier()));
    field(TRANSACTION_ID, Tlv.octets(random(NONCE)));
    field(SENDER_NONCE, Tlv.octets(random(NONCE)));
  }

  /** A message whose body is given, without its tag. */
  public static CmpDraft of(Identity by, int type, Supplier<Tlv> content) {
    return new CmpDraft(by, type, content, Optional.empty(), Optional.empty());
  }

  /** An ir (0), cr (2) or kur (7) for the subject of its sender and a fresh key. */
  public static CmpDraft certificationRequest(Identity by, int type) {
    var request = new CrmfDraft(by.subject(), Identity.freshKeys());
    return new CmpDraft(
        by, type, () -> Tlv.sequence(request.made()), Optional.of(request), Optional.empty());
  }

  /** A p10cr for the subject of its sender and a fresh key. */
  public static CmpDraft pkcs10(Identity by) {
    var request = new Pkcs10Draft(by.subject(), Identity.freshKeys());
    return new CmpDraft(by, 4, request::made, Optional.empty(), Optional.of(request));
  }

  /** Octets that nobody else has. */
  public static byte[] random(int length) {
    var octets = new byte[length];
    RANDOM.nextBytes(octets);
    return octets;
  }

  /** A GeneralName that is a directoryName. */
  public static Tlv name(Tlv distinguished) {
    return Tlv.context(4, distinguished);
  }

  /** The number of its body. */
  public int type() {
    return type;
  }

  /** Its CertReqMsg. */
  public CrmfDraft crmf() {
    return crmf.orElseThrow();
  }

  /** Its PKCS #10 request. */
  public Pkcs10Draft pkcs10() {
    return pkcs10.orElseThrow();
  }

  /** Sets the pvno. */
  public CmpDraft pvno(long number) {
    pvno = number;
    return this;
  }

  /** Sets the sender, a GeneralName. */
  public CmpDraft sender(Tlv name) {
    sender = name;
    return this;
  }

  /** Sets the recipient, a GeneralName. */
  public CmpDraft recipient(Tlv name) {
    recipient = name;
    return this;
  }

  /** Sets a field of the header. */
  public CmpDraft field(int number, Tlv value) {
    header.put(number, Tlv.context(number, value));
    return this;
  }

  /** Leaves a field of the header out. */
  public CmpDraft without(int number) {
    header.remove(number);
    return this;
  }

  /** The octets of a field of the header that is an OCTET STRING, if it is there. */
  public Optional<byte[]> octetsOf(int number) {
    return Optional.ofNullable(header.get(number)).map(field -> Tlv.of(field.content()).content());
  }

  /** Adds to generalInfo. */
  public CmpDraft info(String oid, Tlv... value) {
    var parts = new ArrayList<Tlv>(List.of(Tlv.oid(oid)));
    parts.addAll(List.of(value));
    generalInfo.add(Tlv.sequence(parts));
    return this;
  }

  /** Leaves generalInfo out. */
  public CmpDraft withoutInfo() {
    generalInfo.clear();
    return this;
  }

  /** Asks for implicit confirmation. */
  public CmpDraft implicitConfirm() {
    return info(IMPLICIT_CONFIRM, Tlv.nothing());
  }

  /** Follows on a message of the other side. */
  public CmpDraft following(CmpReply reply) {
    field(TRANSACTION_ID, Tlv.octets(reply.octetsOf(TRANSACTION_ID).orElseThrow()));
    return field(RECIP_NONCE, Tlv.octets(reply.octetsOf(SENDER_NONCE).orElseThrow()));
  }

  /** Lets somebody else sign in the sender's name: key, and what the signature is known by. */
  public CmpDraft signedBy(Identity other) {
    by = other;
    extraCerts = other.encodedChain();
    sender = name(other.subject());
    return field(SENDER_KID, Tlv.octets(other.keyIdentifier()));
  }

  /** Changes the body, with its tag, before it is protected. */
  public CmpDraft body(UnaryOperator<Tlv> change) {
    body = change;
    return this;
  }

  /** Changes what is within the tag of the body, before it is protected. */
  public CmpDraft content(UnaryOperator<Tlv> change) {
    return body(made -> Tlv.context(made.tag() & 0x1f, change.apply(made.children().getFirst())));
  }

  /** Protects something else than what is sent. */
  public CmpDraft protectingInstead(UnaryOperator<Tlv> change) {
    protectedPart = change;
    return this;
  }

  /** Changes the protection. */
  public CmpDraft protection(UnaryOperator<byte[]> change) {
    protection = change;
    return this;
  }

  /** Leaves the protection out. */
  public CmpDraft unprotected() {
    isProtected = false;
    return this;
  }

  /** Sets extraCerts. */
  public CmpDraft extraCerts(List<Tlv> certificates) {
    extraCerts = List.copyOf(certificates);
    return this;
  }

  /** The certificates in extraCerts. */
  public List<Tlv> extraCerts() {
    return extraCerts;
  }

  /** Changes the octets of the whole. */
  public CmpDraft octets(UnaryOperator<byte[]> change) {
    octets = change;
    return this;
  }

  /** The message as it is sent. */
  public byte[] encoded() {
    var madeHeader = header();
    var madeBody = body.apply(Tlv.context(type, content.get()));
    var parts = new ArrayList<>(List.of(madeHeader, madeBody));
    if (isProtected) {
      var signed = protectedPart.apply(Tlv.sequence(madeHeader, madeBody));
      parts.add(Tlv.context(0, Tlv.bits(protection.apply(by.sign(signed.encoded())))));
    }
    if (!extraCerts.isEmpty()) {
      parts.add(Tlv.context(1, Tlv.sequence(extraCerts)));
    }
    return octets.apply(Tlv.sequence(parts).encoded());
  }

  private Tlv header() {
    var fields = new ArrayList<Tlv>(List.of(Tlv.integer(pvno), sender, recipient));
    fields.addAll(header.values());
    if (!generalInfo.isEmpty()) {
      fields.add(Tlv.context(GENERAL_INFO, Tlv.sequence(generalInfo)));
    }
    return Tlv.sequence(fields);
  }
}
