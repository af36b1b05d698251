package dev.brski.proof.kit;

import dev.brski.proof.kit.cmp.Identity;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** TLS of the JDK with a credential from files and no opinion about the other side. */
final class ScriptedTls {

  private static final char[] NO_PASSWORD = {};

  private ScriptedTls() {}

  /** For a server that shows a chain and has its EC key. */
  static SSLContext context(Path chain, Path key) throws IOException, GeneralSecurityException {
    var identity = Identity.read(chain, key);
    return context(identity.chain(), identity.key());
  }

  /** For whoever shows a chain and has its EC key. */
  static SSLContext context(List<X509Certificate> chain, PrivateKey key)
      throws GeneralSecurityException {
    var store = KeyStore.getInstance("PKCS12");
    try {
      store.load(null, null);
    } catch (IOException e) {
      throw new IllegalStateException("an empty store is read from nowhere", e);
    }
    store.setKeyEntry("own", key, NO_PASSWORD, chain.toArray(X509Certificate[]::new));
    var keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, NO_PASSWORD);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), new TrustManager[] {new TrustsAnybody()}, null);
    return context;
  }

  /** For a client without a credential. */
  static SSLContext anonymous() throws GeneralSecurityException {
    var context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new TrustsAnybody()}, null);
    return context;
  }

  private static final class TrustsAnybody extends X509ExtendedTrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {
      // Anybody will do.
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
      // Anybody will do.
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
      // Anybody will do.
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
      // Anybody will do.
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
      // Anybody will do.
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
      // Anybody will do.
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
