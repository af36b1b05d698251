package dev.brski.voucher;

import dev.brski.trust.Certificates;
import java.io.IOException;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.cms.SignerIdentifier;

/** By what a CMS signer is named (RFC 5652 section 5.3). */
sealed interface SignerName {

  /** Whether it names the certificate. */
  boolean names(X509Certificate certificate);

  /** The name, fit to print. */
  String text();

  /** By the issuer of its certificate and the serial number. */
  record IssuerAndNumber(X500Principal issuer, BigInteger number) implements SignerName {

    @Override
    public boolean names(X509Certificate certificate) {
      return number.equals(certificate.getSerialNumber())
          && issuer.equals(certificate.getIssuerX500Principal());
    }

    @Override
    public String text() {
      return "number "
          + Certificates.serialNumberText(number)
          + " of "
          + Certificates.nameText(issuer);
    }
  }

  /** By the key identifier of its certificate. */
  record KeyIdentifier(byte[] identifier) implements SignerName {

    /** Copies the octets in. */
    public KeyIdentifier {
      identifier = identifier.clone();
    }

    @Override
    public boolean names(X509Certificate certificate) {
      return Certificates.subjectKeyIdentifier(certificate)
          .filter(found -> Arrays.equals(found, identifier))
          .isPresent();
    }

    @Override
    public String text() {
      return "key identifier " + HexFormat.of().formatHex(identifier);
    }
  }

  static SignerName of(SignerIdentifier identifier) throws IOException {
    if (identifier.getId() instanceof ASN1OctetString octets) {
      return new KeyIdentifier(octets.getOctets());
    }
    var named = IssuerAndSerialNumber.getInstance(identifier.getId());
    return new IssuerAndNumber(
        new X500Principal(named.getName().getEncoded()), named.getSerialNumber().getValue());
  }
}
