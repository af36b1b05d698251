package dev.brski.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.cert.CertificateException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** One certificate has one encoding, or fingerprints of it would differ. */
class CertificateEncodingTest {

  private final byte[] der = Certificates.encoded(Forge.root("CN=Root").certificate());

  @Test
  void aSignatureOfPartialOctetsIsRefused() throws CertificateException {
    var signature = Certificates.parse(der).getSignature();
    var padded = der.clone();
    padded[der.length - signature.length - 1] = 1;
    assertThatThrownBy(() -> Certificates.parse(padded))
        .isInstanceOf(CertificateException.class)
        .hasMessageContaining("whole octets");
  }

  @Test
  void octetsBehindAreRefused() throws CertificateException {
    assertThat(Certificates.encoded(Certificates.parse(der))).isEqualTo(der);
    assertThatThrownBy(() -> Certificates.parse(Arrays.copyOf(der, der.length + 1)))
        .isInstanceOf(CertificateException.class)
        .hasMessageContaining("follow");
  }
}
