package dev.brski.proof.kit.cmp;

import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A PKCS #10 request in the making (RFC 2986 section 4); sound as it is begun. */
public final class Pkcs10Draft {

  private static final String EXTENSION_REQUEST = "1.2.840.113549.1.9.14";

  private final List<Tlv> attributes = new ArrayList<>();
  private KeyPair keys;
  private long version;
  private Tlv subject;
  private Tlv key;
  private String algorithm = Identity.ECDSA_WITH_SHA256;
  private UnaryOperator<byte[]> signature = octets -> octets;

  /** One for a subject and a key. */
  Pkcs10Draft(Tlv subject, KeyPair keys) {
    this.subject = subject;
    this.keys = keys;
    this.key = Tlv.of(keys.getPublic().getEncoded());
  }

  /** Sets the version. */
  public void version(long number) {
    version = number;
  }

  /** Asks for another subject. */
  public void subject(Tlv name) {
    subject = name;
  }

  /** Asks for another key, whose possession is proven with its own private key. */
  public void keys(KeyPair other) {
    keys = other;
    key = Tlv.of(other.getPublic().getEncoded());
  }

  /** Puts another SubjectPublicKeyInfo in, and proves possession of the one before. */
  public void publicKey(Tlv info) {
    key = info;
  }

  /** Asks for extensions, in one more attribute. */
  public void extensions(Tlv... extensions) {
    attributes.add(Tlv.sequence(Tlv.oid(EXTENSION_REQUEST), Tlv.set(Tlv.sequence(extensions))));
  }

  /** Names another algorithm of the signature. */
  public void algorithm(String oid) {
    algorithm = oid;
  }

  /** Changes the signature. */
  public void signature(UnaryOperator<byte[]> change) {
    signature = change;
  }

  Tlv made() {
    var info =
        Tlv.sequence(Tlv.integer(version), subject, key, Tlv.sequence(attributes).implicit(0));
    var made = signature.apply(Identity.sign(keys.getPrivate(), info.encoded()));
    return Tlv.sequence(info, Tlv.sequence(Tlv.oid(algorithm)), Tlv.bits(made));
  }
}
