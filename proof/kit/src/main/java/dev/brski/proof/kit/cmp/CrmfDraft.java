package dev.brski.proof.kit.cmp;

import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** A CertReqMsg in the making (RFC 4211 section 3); sound as it is begun. */
public final class CrmfDraft {

  /** The field numbers of a CertTemplate. */
  public static final int VERSION = 0;

  /** The serialNumber. */
  public static final int SERIAL_NUMBER = 1;

  /** The signingAlg. */
  public static final int SIGNING_ALG = 2;

  /** The issuer. */
  public static final int ISSUER = 3;

  /** The subject. */
  public static final int SUBJECT = 5;

  /** The publicKey. */
  public static final int PUBLIC_KEY = 6;

  /** The issuerUID. */
  public static final int ISSUER_UID = 7;

  /** The subjectUID. */
  public static final int SUBJECT_UID = 8;

  /** The extensions. */
  public static final int EXTENSIONS = 9;

  private final NavigableMap<Integer, Tlv> template = new TreeMap<>();
  private final List<Tlv> controls = new ArrayList<>();
  private KeyPair keys;
  private long certReqId;
  private UnaryOperator<byte[]> signed = octets -> octets;
  private UnaryOperator<Tlv> popo = proof -> proof;
  private boolean withoutPopo;

  /** One for a subject and a key. */
  CrmfDraft(Tlv subject, KeyPair keys) {
    this.keys = keys;
    template.put(SUBJECT, Tlv.context(SUBJECT, subject));
    template.put(PUBLIC_KEY, Tlv.of(keys.getPublic().getEncoded()).implicit(PUBLIC_KEY));
  }

  /** Sets the certReqId. */
  public void certReqId(long id) {
    certReqId = id;
  }

  /** Sets a field of the template, with its tag. */
  public void field(Tlv value) {
    template.put(value.tag() & 0x1f, value);
  }

  /** Leaves a field of the template out. */
  public void without(int field) {
    template.remove(field);
  }

  /** Asks for extensions. */
  public void extensions(Tlv... extensions) {
    field(Tlv.sequence(extensions).implicit(EXTENSIONS));
  }

  /** Asks for another subject. */
  public void subject(Tlv name) {
    field(Tlv.context(SUBJECT, name));
  }

  /** Asks for another key, whose possession is proven with its own private key. */
  public void keys(KeyPair other) {
    keys = other;
    publicKey(Tlv.of(other.getPublic().getEncoded()));
  }

  /** Puts another SubjectPublicKeyInfo in, and proves possession of the one before. */
  public void publicKey(Tlv info) {
    field(info.implicit(PUBLIC_KEY));
  }

  /** Adds a control. */
  public void control(String oid, Tlv value) {
    controls.add(Tlv.sequence(Tlv.oid(oid), value));
  }

  /** Changes the octets that the proof is made over, and not those that are sent. */
  public void signedInstead(UnaryOperator<byte[]> change) {
    signed = change;
  }

  /** Changes the proof of possession. */
  public void popo(UnaryOperator<Tlv> change) {
    popo = change;
  }

  /** Leaves the proof of possession out. */
  public void withoutPopo() {
    withoutPopo = true;
  }

  Tlv made() {
    var parts = new ArrayList<Tlv>();
    parts.add(Tlv.integer(certReqId));
    parts.add(Tlv.sequence(List.copyOf(template.values())));
    if (!controls.isEmpty()) {
      parts.add(Tlv.sequence(controls));
    }
    var request = Tlv.sequence(parts);
    var message = new ArrayList<Tlv>(List.of(request));
    proof(request).ifPresent(message::add);
    return Tlv.sequence(message);
  }

  private Optional<Tlv> proof(Tlv request) {
    var signature = Identity.sign(keys.getPrivate(), signed.apply(request.encoded()));
    var signing =
        Tlv.sequence(Tlv.sequence(Tlv.oid(Identity.ECDSA_WITH_SHA256)), Tlv.bits(signature));
    return withoutPopo ? Optional.empty() : Optional.of(popo.apply(signing.implicit(1)));
  }
}
