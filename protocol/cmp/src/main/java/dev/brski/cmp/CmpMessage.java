package dev.brski.cmp;

import dev.brski.trust.Certificates;
import dev.brski.trust.CryptoSuite;
import dev.brski.verdict.Verdict;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.cmp.PKIHeader;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * One PKIMessage (RFC 9810 section 5.1) with the exact octets it was read from.
 *
 * <p>What it says is not to be believed before {@link MessageValidation} has accepted it.
 */
public final class CmpMessage {

  /** The media type of a PKIMessage over HTTP (RFC 9811 section 3.2). */
  public static final String MEDIA_TYPE = "application/pkixcmp";

  private final byte[] encoded;
  private final byte[] protectedPart;
  private final CmpHeader header;
  private final TransactionId transactionId;
  private final Body body;
  private final Optional<byte[]> protection;
  private final List<X509Certificate> extraCerts;

  private CmpMessage(
      byte[] encoded,
      byte[] protectedPart,
      CmpHeader header,
      TransactionId transactionId,
      Body body,
      Optional<byte[]> protection,
      List<X509Certificate> extraCerts) {
    this.encoded = encoded;
    this.protectedPart = protectedPart;
    this.header = header;
    this.transactionId = transactionId;
    this.body = body;
    this.protection = protection;
    this.extraCerts = List.copyOf(extraCerts);
  }

  /**
   * Reads one message: syntax, pvno and transactionID, the first checks of RFC 9483 section 3.5.
   *
   * @param der the whole message and nothing behind it
   */
  public static Verdict<CmpMessage> parse(byte[] der, CmpLimits limits) {
    try {
      var octets = der.clone();
      return Verdict.accepted(read(Der.scan(octets, limits), limits, 0));
    } catch (MalformedMessage e) {
      return e.check().refused(e.causeText());
    }
  }

  /** What can be read of a message for an answer to it, however broken it is. */
  public static ReplyTo salvage(byte[] der) {
    return Salvage.from(der);
  }

  static CmpMessage read(Der.Element message, CmpLimits limits, int nesting)
      throws MalformedMessage {
    var structure = MessageStructure.read(message);
    var header = CmpHeader.read(structure.header());
    if (header.pvno() != 2 && header.pvno() != 3) {
      throw new MalformedMessage(CmpCheck.PVNO, "pvno is " + header.pvno());
    }
    var transactionId = header.transactionId().filter(TransactionId::isAcceptable);
    if (transactionId.isEmpty()) {
      throw new MalformedMessage(
          CmpCheck.TRANSACTION_ID,
          header
              .transactionId()
              .map(id -> "a transactionID of " + id.octets().length + " octets")
              .orElse("the header has no transactionID"));
    }
    return new CmpMessage(
        message.encoded(),
        structure.protectedPart(),
        header,
        transactionId.get(),
        new BodyReader(limits, nesting).read(structure.body()),
        structure.protection(),
        certificates(structure.extraCerts(), limits, "extraCerts"));
  }

  static List<X509Certificate> certificates(
      List<Der.Element> elements, CmpLimits limits, String field) throws MalformedMessage {
    if (elements.size() > limits.extraCerts()) {
      throw new MalformedMessage(
          CmpCheck.LIMITS,
          elements.size() + " certificates in " + field + ", over " + limits.extraCerts());
    }
    var certificates = new ArrayList<X509Certificate>();
    for (var element : elements) {
      try {
        certificates.add(Certificates.parse(element.encoded()));
      } catch (CertificateException e) {
        throw MalformedMessage.syntax(
            "certificate " + (certificates.size() + 1) + " in " + field + ": " + e.getMessage());
      }
    }
    return certificates;
  }

  /** The octets it was read from. */
  public byte[] encoded() {
    return encoded.clone();
  }

  /** SHA-256 of the octets it was read from. */
  public byte[] sha256() {
    return CryptoSuite.sha256(encoded);
  }

  /** The DER of the ProtectedPart: header and body as they came. */
  public byte[] protectedPart() {
    return protectedPart.clone();
  }

  /** The header. */
  public CmpHeader header() {
    return header;
  }

  /** The body. */
  public Body body() {
    return body;
  }

  /** The DER within the tag of its body, as it came. */
  byte[] bodyContent() {
    try {
      var body = Der.scan(protectedPart, CmpLimits.batch()).children().getLast();
      return MessageStructure.only(body).encoded();
    } catch (MalformedMessage e) {
      throw new IllegalStateException("a message that was read cannot be read again", e);
    }
  }

  /** Its header with every field that it came with. */
  PKIHeader pkiHeader() {
    try {
      var header = Der.scan(protectedPart, CmpLimits.batch()).children().getFirst();
      return PKIHeader.getInstance(header.encoded());
    } catch (MalformedMessage e) {
      throw new IllegalStateException("a message that was read cannot be read again", e);
    }
  }

  /** The kind of its body. */
  public BodyType type() {
    return body.type();
  }

  /** The signature or MAC over {@link #protectedPart()}, if there is one. */
  public Optional<byte[]> protection() {
    return protection.map(byte[]::clone);
  }

  /** The certificates of extraCerts in their order; proven by nothing. */
  public List<X509Certificate> extraCerts() {
    return extraCerts;
  }

  /**
   * The certificates of this message for a later one of the same sender, which may leave them out
   * (RFC 9483 sections 4.1.1 and 4.4). One that brings a certificate of its own is of somebody
   * else, whom they do not help.
   */
  public List<X509Certificate> extraCertsFor(CmpMessage later) {
    return extraCerts.containsAll(later.extraCerts) ? extraCerts : List.of();
  }

  /** The protocol version: 2 or 3. */
  public int pvno() {
    return header.pvno();
  }

  /** The sender as a distinguished name; empty when another kind of name was used. */
  public Optional<X500Principal> sender() {
    return header.sender();
  }

  /** The recipient as a distinguished name; empty when another kind of name was used. */
  public Optional<X500Principal> recipient() {
    return header.recipient();
  }

  /** When it says to have been made. */
  public Optional<Instant> messageTime() {
    return header.messageTime();
  }

  /** The algorithm of the protection. */
  public Optional<AlgorithmIdentifier> protectionAlg() {
    return header.protectionAlg();
  }

  /** The transactionID. */
  public TransactionId transactionId() {
    return transactionId;
  }

  /** The senderNonce; present in anything that was validated. */
  public Optional<Nonce> senderNonce() {
    return header.senderNonce();
  }

  /** The recipNonce; absent in a first message. */
  public Optional<Nonce> recipNonce() {
    return header.recipNonce();
  }

  /** The senderKID: the subject key identifier of the protection certificate. */
  public Optional<byte[]> senderKid() {
    return header.senderKid().map(byte[]::clone);
  }

  /** Whether implicitConfirm is requested or granted. */
  public boolean implicitConfirm() {
    return header.implicitConfirm();
  }

  /** Until when the certConf is waited for. */
  public Optional<Instant> confirmWaitTime() {
    return header.confirmWaitTime();
  }

  /** Type, transactionID and size, fit for a log line. */
  @Override
  public String toString() {
    return type() + " " + transactionId + " (" + encoded.length + " octets)";
  }
}
