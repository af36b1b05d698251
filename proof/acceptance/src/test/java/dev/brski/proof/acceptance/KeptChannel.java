package dev.brski.proof.acceptance;

import dev.brski.proof.kit.Curl;
import dev.brski.proof.kit.Program;
import dev.brski.trust.Credential;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * A client that keeps its TLS connections open, for those who have much to ask; it takes any server
 * certificate.
 */
final class KeptChannel implements AutoCloseable {

  private final HttpClient http;

  private KeptChannel(HttpClient http) {
    this.http = http;
  }

  /**
   * @param client what it authenticates itself with, if it does
   */
  static KeptChannel of(Optional<Credential> client) throws GeneralSecurityException, IOException {
    var context = SSLContext.getInstance("TLS");
    context.init(keys(client), new TrustManager[] {new Anybody()}, null);
    return new KeptChannel(
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).sslContext(context).build());
  }

  private static KeyManager[] keys(Optional<Credential> client)
      throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    if (client.isPresent()) {
      var chain = client.get().chain().toArray(X509Certificate[]::new);
      store.setKeyEntry("client", client.get().key(), new char[0], chain);
    }
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    return keys.getKeyManagers();
  }

  Curl.Answer post(URI url, String mediaType, byte[] content)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(url)
            .timeout(Program.DEADLINE)
            .header("Content-Type", mediaType)
            .header("Accept", "*/*")
            .POST(BodyPublishers.ofByteArray(content))
            .build();
    var answer = http.send(request, BodyHandlers.ofByteArray());
    var headers =
        answer.headers().map().entrySet().stream()
            .flatMap(field -> field.getValue().stream().map(value -> field.getKey() + ": " + value))
            .toList();
    return new Curl.Answer(
        answer.statusCode(),
        answer.headers().firstValue("Content-Type").orElse(""),
        headers,
        answer.body());
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private static final class Anybody extends X509ExtendedTrustManager {

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
