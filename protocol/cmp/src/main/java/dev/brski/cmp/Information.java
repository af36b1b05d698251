package dev.brski.cmp;

import dev.brski.verdict.Verdict;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extensions;

/** What a genp tells (RFC 9483 section 4.3); an empty one says that there is nothing. */
public sealed interface Information {

  /**
   * The certificates of the certification authorities (section 4.3.1).
   *
   * <p>They serve to build paths. None becomes a trust anchor by being here (RFC 9810 section 8.9).
   */
  record CaCertificates(List<X509Certificate> certificates) implements Information {

    /** Copies the list. */
    public CaCertificates {
      certificates = List.copyOf(certificates);
    }
  }

  /** The root that follows on another, if one does (section 4.3.2). */
  record RootUpdate(Optional<Roots> roots) implements Information {}

  /**
   * A new root and what binds it to the old one (RFC 9810 section 4.4); {@link RootSuccession}
   * judges it.
   *
   * @param newWithNew the new root
   * @param newWithOld the new key, signed with the old one
   * @param oldWithNew the old key, signed with the new one
   */
  record Roots(
      X509Certificate newWithNew,
      X509Certificate newWithOld,
      Optional<X509Certificate> oldWithNew) {}

  /** What a request for a certificate should hold, if that matters (section 4.3.3). */
  record RequestTemplate(Optional<Template> template) implements Information {}

  /**
   * A CertReqTemplateValue.
   *
   * @param subject the names to use; an attribute with an empty value is to be filled in, and so is
   *     an empty name as a whole
   * @param extensions the extensions to ask for; one with an empty value is to be filled in
   * @param keys what kinds of key may be certified; any, when empty
   */
  record Template(
      Optional<X500Principal> subject, Optional<Extensions> extensions, List<KeySpec> keys) {

    /** Copies the list. */
    public Template {
      keys = List.copyOf(keys);
    }
  }

  /** A kind of key (RFC 9480 section 2.16). */
  sealed interface KeySpec {

    /** Any but RSA; of an elliptic curve with its curve. */
    record Algorithm(AlgorithmIdentifier algorithm) implements KeySpec {}

    /** RSA of so many bits. */
    record RsaKeyLength(int bits) implements KeySpec {}
  }

  /**
   * The newest revocation list, if there is one that the asker does not have (section 4.3.4).
   *
   * @param der the CertificateList, whose signature nobody has looked at yet
   */
  record RevocationList(Optional<byte[]> der) implements Information {

    /** Copies the octets. */
    public RevocationList {
      der = der.map(byte[]::clone);
    }

    @Override
    public Optional<byte[]> der() {
      return der.map(byte[]::clone);
    }
  }

  /** What a genp tells in answer to a question, or the rule of section 4.3 that it breaks. */
  static Verdict<Information> of(CmpMessage genp, Inquiry asked) {
    if (genp.type() != BodyType.genp || !(genp.body() instanceof Body.GeneralMessage message)) {
      return CmpCheck.BODY_TYPE.refused("a " + genp.type() + " tells nothing");
    }
    return message.infos().size() == 1
        ? InformationCoding.read(message.only(), asked)
        : CmpCheck.GENERAL_BODY.refused(message.infos().size() + " InfoTypeAndValue");
  }
}
