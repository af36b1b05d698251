package dev.brski.wire;

import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Lets a {@link PeerJudge} decide about the one server of one handshake, and keeps what it saw. */
final class JudgedServer extends X509ExtendedTrustManager {

  private final PeerJudge judge;
  private final String host;
  private volatile List<X509Certificate> chain = List.of();
  private volatile @Nullable Refusal refusal;

  JudgedServer(PeerJudge judge, String host) {
    this.judge = judge;
    this.host = host;
  }

  /** The server's certificates, its own first; empty before the handshake. */
  List<X509Certificate> chain() {
    return chain;
  }

  /** Why the judge refused, if it did. */
  Optional<Refusal> refusal() {
    return Optional.ofNullable(refusal);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] certificates, String authType)
      throws CertificateException {
    check(certificates);
  }

  @Override
  public void checkServerTrusted(
      X509Certificate[] certificates, String authType, @Nullable Socket socket)
      throws CertificateException {
    check(certificates);
  }

  @Override
  public void checkServerTrusted(
      X509Certificate[] certificates, String authType, @Nullable SSLEngine engine)
      throws CertificateException {
    check(certificates);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] certificates, String authType)
      throws CertificateException {
    throw neverClient();
  }

  @Override
  public void checkClientTrusted(
      X509Certificate[] certificates, String authType, @Nullable Socket socket)
      throws CertificateException {
    throw neverClient();
  }

  @Override
  public void checkClientTrusted(
      X509Certificate[] certificates, String authType, @Nullable SSLEngine engine)
      throws CertificateException {
    throw neverClient();
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }

  private void check(X509Certificate[] certificates) throws CertificateException {
    if (!chain.isEmpty()) {
      throw new CertificateException("a second handshake on one channel");
    }
    chain = List.of(certificates);
    switch (judge.judge(chain, host)) {
      case Verdict.Accepted<Boolean> _ -> {}
      case Verdict.Refused<Boolean>(var why) -> {
        refusal = why;
        throw new CertificateException(why.check().id());
      }
    }
  }

  private static CertificateException neverClient() {
    return new CertificateException("this trust is for servers only");
  }
}
