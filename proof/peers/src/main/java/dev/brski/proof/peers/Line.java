package dev.brski.proof.peers;

import com.siemens.pki.cmpracomponent.main.CmpRaComponent.UpstreamExchange;
import java.io.IOException;
import java.io.PrintStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.bouncycastle.asn1.cmp.PKIMessage;

/**
 * CMP over HTTPS to a registrar, which is known by the pin of the voucher and by no name; what goes
 * and what comes is printed, a line for each message.
 */
final class Line implements UpstreamExchange {

  private static final String PKIX_CMP = "application/pkixcmp";

  private final URI registrar;
  private final HttpClient http;
  private final PrintStream out;

  Line(
      URI registrar,
      List<X509Certificate> idevid,
      PrivateKey key,
      X509Certificate pin,
      PrintStream out)
      throws GeneralSecurityException, IOException {
    this.registrar = registrar;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(context(idevid, key, pin))
            .build();
    this.out = out;
  }

  @Override
  public byte[] sendReceiveMessage(byte[] request, String certProfile, int bodyTypeOfFirstRequest)
      throws IOException, InterruptedException {
    out.println("sends " + type(request));
    var answer =
        http.send(
            HttpRequest.newBuilder(registrar)
                .header("Content-Type", PKIX_CMP)
                .POST(BodyPublishers.ofByteArray(request))
                .build(),
            BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw new IOException("HTTP " + answer.statusCode());
    }
    out.println("receives " + type(answer.body()));
    return answer.body();
  }

  /** The number of the body's choice in PKIBody (RFC 9810 section 5.1.2). */
  static int type(byte[] message) {
    return PKIMessage.getInstance(message).getBody().getType();
  }

  static SSLContext context(List<X509Certificate> idevid, PrivateKey key, X509Certificate pin)
      throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("idevid", key, new char[0], idevid.toArray(X509Certificate[]::new));
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), new TrustManager[] {new Pinned(pin)}, null);
    return context;
  }

  private static final class Pinned extends X509ExtendedTrustManager {

    private final X509Certificate pin;

    Pinned(X509Certificate pin) {
      this.pin = pin;
    }

    private void judge(X509Certificate[] chain) throws CertificateException {
      try {
        var parameters = new PKIXParameters(Set.of(new TrustAnchor(pin, null)));
        parameters.setRevocationEnabled(false);
        var path =
            CertificateFactory.getInstance("X.509")
                .generateCertPath(
                    List.of(chain).stream().filter(shown -> !shown.equals(pin)).toList());
        CertPathValidator.getInstance("PKIX").validate(path, parameters);
      } catch (GeneralSecurityException e) {
        throw new CertificateException("the registrar is not of the domain that the pin names", e);
      }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
        throws CertificateException {
      judge(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
        throws CertificateException {
      judge(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
        throws CertificateException {
      judge(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType)
        throws CertificateException {
      throw new CertificateException("there are no clients here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
        throws CertificateException {
      throw new CertificateException("there are no clients here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
        throws CertificateException {
      throw new CertificateException("there are no clients here");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
