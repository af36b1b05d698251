package dev.brski.cmp;

import dev.brski.verdict.Verdict;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;

/** What a genm asks for (RFC 9483 section 4.3). */
public sealed interface Inquiry {

  /** The certificates of the certification authorities (section 4.3.1). */
  record CaCertificates() implements Inquiry {}

  /**
   * The root that follows on another (section 4.3.2).
   *
   * @param root the old one, where it is named
   */
  record RootUpdate(Optional<X509Certificate> root) implements Inquiry {}

  /** What a request for a certificate should hold (section 4.3.3). */
  record RequestTemplate() implements Inquiry {}

  /**
   * The newest revocation list of a source (section 4.3.4).
   *
   * @param thisUpdate of the list that the asker has, if it has one; in whole seconds
   */
  record RevocationList(Source source, Optional<Instant> thisUpdate) implements Inquiry {}

  /** Where a revocation list comes from. */
  sealed interface Source {

    /** Who issues it. */
    record Issuer(X500Principal name) implements Source {}

    /**
     * A distribution point, by the URIs of its full name; other kinds of name are passed over. They
     * point to what is held where they are asked for, and are never followed.
     */
    record DistributionPoint(Set<String> uris) implements Source {

      /** Copies the set. */
      public DistributionPoint {
        uris = Set.copyOf(uris);
      }
    }
  }

  /** The last segment of the path that it goes to (section 6.1). */
  default String operationLabel() {
    return switch (this) {
      case CaCertificates _ -> "getcacerts";
      case RootUpdate _ -> "getrootupdate";
      case RequestTemplate _ -> "getcertreqtemplate";
      case RevocationList _ -> "getcrls";
    };
  }

  /** What a genm asks for, or the rule of section 4.3 that it breaks. */
  static Verdict<Inquiry> of(CmpMessage genm) {
    if (genm.type() != BodyType.genm || !(genm.body() instanceof Body.GeneralMessage message)) {
      return CmpCheck.BODY_TYPE.refused("a " + genm.type() + " asks for no information");
    }
    return message.infos().size() == 1
        ? InquiryCoding.read(message.only())
        : CmpCheck.GENERAL_BODY.refused(message.infos().size() + " InfoTypeAndValue");
  }
}
