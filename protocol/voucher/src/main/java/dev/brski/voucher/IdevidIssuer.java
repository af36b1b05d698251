package dev.brski.voucher;

import dev.brski.trust.Certificates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * The idevid-issuer leaf: whose serial number it is (RFC 8366 section 5.3, RFC 8366bis section
 * 6.3).
 *
 * @param value the octets as they are written
 */
public record IdevidIssuer(byte[] value) {

  private static final String AUTHORITY_KEY_IDENTIFIER = "2.5.29.35";

  /** Copies the octets in. */
  public IdevidIssuer {
    value = value.clone();
  }

  /** A copy of the octets. */
  @Override
  public byte[] value() {
    return value.clone();
  }

  /**
   * The value for an IDevID: the extension's extnValue, OCTET STRING tag included; where the IDevID
   * has no such extension, one made of the SHA-1 of its own public key (RFC 8366bis section 6.1).
   */
  public static IdevidIssuer of(X509Certificate idevid) {
    var extension = idevid.getExtensionValue(AUTHORITY_KEY_IDENTIFIER);
    return new IdevidIssuer(extension == null ? derived(idevid) : extension);
  }

  /** The value of a JSON string, whatever peers make of it, noting what had to be tolerated. */
  static IdevidIssuer read(String text, Set<Tolerance> needed) {
    var form = EnumSet.noneOf(Tolerance.class);
    var octets = Binary.decode(text, form);
    if (octets.isEmpty()) {
      needed.add(Tolerance.IDEVID_ISSUER_FORM);
      return new IdevidIssuer(text.getBytes(StandardCharsets.UTF_8));
    }
    needed.addAll(form);
    var issuer = new IdevidIssuer(octets.get());
    if (!issuer.isWhole()) {
      needed.add(Tolerance.IDEVID_ISSUER_FORM);
    }
    return issuer;
  }

  private boolean isWhole() {
    try {
      return ASN1Primitive.fromByteArray(value) instanceof ASN1OctetString content
          && ASN1Primitive.fromByteArray(content.getOctets()) instanceof ASN1Sequence;
    } catch (IOException | RuntimeException _) {
      return false;
    }
  }

  /** Whether it is exactly what {@link #of} gives for the IDevID. */
  public boolean isRegularFor(X509Certificate idevid) {
    return equals(of(idevid));
  }

  /**
   * Whether it means the issuer of the IDevID in any of the shapes seen: the extnValue, its
   * content, the bare key identifier, the issuer's name in DER or as text.
   */
  public boolean matches(X509Certificate idevid) {
    var whole = of(idevid).value;
    return Arrays.equals(value, whole)
        || Arrays.equals(value, contentOf(whole))
        || Certificates.authorityKeyIdentifier(idevid)
            .filter(identifier -> Arrays.equals(value, identifier))
            .isPresent()
        || names(idevid.getIssuerX500Principal());
  }

  private boolean names(X500Principal issuer) {
    try {
      return Arrays.equals(value, issuer.getEncoded())
          || new X500Principal(new String(value, StandardCharsets.UTF_8)).equals(issuer);
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static byte[] contentOf(byte[] whole) {
    try {
      return ASN1OctetString.getInstance(whole).getOctets();
    } catch (IllegalArgumentException _) {
      return whole;
    }
  }

  private static byte[] derived(X509Certificate idevid) {
    try {
      var key = SubjectPublicKeyInfo.getInstance(idevid.getPublicKey().getEncoded());
      var identifier = MessageDigest.getInstance("SHA-1").digest(key.getPublicKeyData().getBytes());
      return new DEROctetString(new AuthorityKeyIdentifier(identifier)).getEncoded();
    } catch (NoSuchAlgorithmException | IOException e) {
      throw new IllegalStateException("every Java platform has SHA-1 and DER", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IdevidIssuer(byte[] octets) && Arrays.equals(value, octets);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(value);
  }

  /** The octets in hexadecimal. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(value);
  }
}
