package dev.brski.wire;

import dev.brski.trust.Credential;
import java.net.InetSocketAddress;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLEngine;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/**
 * Gives every connection a TLS context of its own, with the credential of that moment. The server
 * name in the handshake is not looked at: a pledge may send any or none. One that no host can have
 * (with an underscore or a colon) is refused by the platform's TLS before it comes here.
 */
final class ServerTls extends SslContextFactory.Server {

  private final Supplier<Credential> credential;

  ServerTls(Supplier<Credential> credential, ClientCertificates mode) {
    this.credential = credential;
    setSslContext(TlsPolicy.context(new KeyManager[0], new AnyClient()));
    setIncludeProtocols(TlsPolicy.protocols());
    setExcludeProtocols();
    setIncludeCipherSuites(TlsPolicy.cipherSuites());
    setExcludeCipherSuites();
    setUseCipherSuitesOrder(true);
    setRenegotiationAllowed(false);
    setSniRequired(false);
    setWantClientAuth(
        switch (mode) {
          case NONE -> false;
          case REQUESTED -> true;
        });
  }

  @Override
  public SSLEngine newSSLEngine() {
    var keys = new KeyManager[] {new CredentialKeys(credential.get())};
    var engine = TlsPolicy.context(keys, new AnyClient()).createSSLEngine();
    customize(engine);
    return engine;
  }

  @Override
  public SSLEngine newSSLEngine(@Nullable String host, int port) {
    return newSSLEngine();
  }

  @Override
  public SSLEngine newSSLEngine(@Nullable InetSocketAddress address) {
    return newSSLEngine();
  }
}
