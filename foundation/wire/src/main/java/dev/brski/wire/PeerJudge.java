package dev.brski.wire;

import dev.brski.time.Moment;
import dev.brski.trust.Anchors;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.PathValidator;
import dev.brski.trust.Purpose;
import dev.brski.verdict.Verdict;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Supplier;

/** Decides in the handshake whether to go on with a server. */
@FunctionalInterface
public interface PeerJudge {

  /**
   * Judges a server that has proved, or will before the handshake ends, the key of the first
   * certificate.
   *
   * @param chain what the server sent, its own certificate first
   * @param host the host that was asked for, a name or an IP address
   * @return accepted (true if the peer is trusted, false if it is provisionally tolerated) or why
   *     not
   */
  Verdict<Boolean> judge(List<X509Certificate> chain, String host);

  /**
   * The judge of a pledge before its voucher (RFC 8995 section 5.1): any certificate, self-signed
   * too, of any host, as long as the certificates sent sign one another.
   */
  static PeerJudge provisional() {
    var validator = PathValidator.standard(CryptoSuite.standard());
    return (chain, _) -> validator.internallyConsistent(chain).map(_ -> false);
  }

  /**
   * The judge of everyone who knows whom to trust: the server's certificate leads to an anchor, may
   * authenticate a TLS server, and is for the host asked for (RFC 9525).
   */
  static PeerJudge anchored(PathValidator validator, Anchors anchors, Supplier<Moment> now) {
    return (chain, host) ->
        validator
            .validate(
                chain.getFirst(),
                chain.subList(1, chain.size()),
                anchors,
                Purpose.TLS_SERVER,
                now.get())
            .flatMap(path -> forHost(path.target(), host));
  }

  private static Verdict<Boolean> forHost(X509Certificate certificate, String host) {
    var identity = new ServerIdentity(certificate);
    return identity.covers(host)
        ? Verdict.accepted(true)
        : Verdict.refused(
            ServerCheck.HOST,
            "asked for " + host + ", got a certificate for " + identity,
            "Use the name that the certificate has, or give the server one for this name");
  }
}
