package dev.brski.wire;

import dev.brski.verdict.Verdict;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;

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
    return (chain, _) -> {
      for (int i = 0; i + 1 < chain.size(); i++) {
        try {
          chain.get(i).verify(chain.get(i + 1).getPublicKey());
        } catch (GeneralSecurityException e) {
          return Verdict.refused(
              ServerCheck.INCONSISTENT_CHAIN,
              "certificate " + i + " is not signed by the one after it: " + e.getMessage(),
              "Give the server a chain in which each certificate signs the one before it.");
        }
      }
      return Verdict.accepted(false);
    };
  }
}
