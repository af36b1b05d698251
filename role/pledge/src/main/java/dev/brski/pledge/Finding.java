package dev.brski.pledge;

import dev.brski.cmp.Information;
import dev.brski.trust.RevocationList;
import dev.brski.verdict.Refusal;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** What came in answer to a question, and how it was judged. */
public sealed interface Finding {

  /**
   * Certificates of certification authorities. None is a trust anchor by being here (RFC 9810
   * section 8.9).
   */
  record Authorities(List<Authority> authorities) implements Finding {

    /** Copies the list. */
    public Authorities {
      authorities = List.copyOf(authorities);
    }
  }

  /**
   * One of them.
   *
   * @param objection why it has no path to the pin, if it has none
   */
  record Authority(X509Certificate certificate, Optional<Refusal> objection) {}

  /**
   * The root that follows on the newest that the device trusts, if there is one: that vouches for
   * it.
   */
  record RootUpdate(Optional<NextRoot> next) implements Finding {}

  /**
   * A root that one before it vouches for.
   *
   * @param file where it lies
   * @param trusted whether all are judged by it from now on: it is, if the device is a member
   */
  record NextRoot(X509Certificate root, Path file, boolean trusted) {}

  /** What requests for certificates should hold, if that matters. */
  record RequestTemplate(Optional<Information.Template> template) implements Finding {}

  /**
   * The newest revocation list of who issued the device's certificate, verified.
   *
   * @param list none when there is none at all
   * @param fresh whether it came now; otherwise it is the one that the device had
   */
  record Revocations(Optional<Listed> list, boolean fresh) implements Finding {}

  /**
   * A revocation list, and what it says of the device's own certificate.
   *
   * @param own why that is revoked, if it is
   */
  record Listed(RevocationList list, Path file, Optional<String> own) {}
}
