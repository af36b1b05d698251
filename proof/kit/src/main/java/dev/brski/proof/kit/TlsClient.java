package dev.brski.proof.kit;

import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * HTTP/1.1 of the JDK over TLS in which any server will do.
 *
 * @param http the client
 */
public record TlsClient(HttpClient http) {

  /** A client that shows a chain. */
  public static TlsClient of(List<X509Certificate> chain, PrivateKey key)
      throws GeneralSecurityException {
    return new TlsClient(
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Program.DEADLINE)
            .sslContext(ScriptedTls.context(chain, key))
            .build());
  }
}
