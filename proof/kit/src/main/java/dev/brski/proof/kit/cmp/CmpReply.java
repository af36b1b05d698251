package dev.brski.proof.kit.cmp;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A PKIMessage that came back, taken apart and verified by the JDK alone.
 *
 * @param message the whole
 */
public record CmpReply(Tlv message) {

  private static final int IP = 1;
  private static final int CP = 3;
  private static final int KUP = 8;
  private static final int RP = 12;
  private static final int NESTED = 20;
  private static final int ERROR = 23;

  /** The status accepted. */
  public static final int ACCEPTED = 0;

  /** The status grantedWithMods. */
  public static final int GRANTED_WITH_MODS = 1;

  /** The status rejection. */
  public static final int REJECTION = 2;

  /** The status waiting. */
  public static final int WAITING = 3;

  /** Takes some octets apart. */
  public static CmpReply of(byte[] octets) {
    return new CmpReply(Tlv.of(octets));
  }

  private List<Tlv> header() {
    return message.children().getFirst().children();
  }

  private Tlv body() {
    return message.children().get(1);
  }

  /** The number of its body. */
  public int type() {
    return body().tag() & 0x1f;
  }

  /** The one message in it, if it is a nested message that holds one. */
  public CmpReply unnested() {
    var members = type() == NESTED ? body().children().getFirst().children() : List.<Tlv>of();
    return members.size() == 1 ? new CmpReply(members.getFirst()) : this;
  }

  /** Its pvno. */
  public int pvno() {
    return header().getFirst().content()[0];
  }

  /** The octets of a field of its header, if it is there. */
  public Optional<byte[]> octetsOf(int field) {
    return header().stream()
        .skip(3)
        .filter(element -> (element.tag() & 0x1f) == field)
        .map(element -> element.children().getFirst().content())
        .findFirst();
  }

  /** Whether its header has an infoType. */
  public boolean hasInfo(String oid) {
    return header().stream()
        .skip(3)
        .filter(element -> (element.tag() & 0x1f) == CmpDraft.GENERAL_INFO)
        .flatMap(element -> element.children().getFirst().children().stream())
        .anyMatch(info -> info.children().getFirst().isSame(Tlv.oid(oid)));
  }

  private Optional<Tlv> statusInfo() {
    var content = body().children().getFirst();
    return switch (type()) {
      case IP, CP, KUP -> Optional.of(certResponse().children().get(1));
      case RP -> Optional.of(content.children().getFirst().children().getFirst());
      case ERROR -> Optional.of(content.children().getFirst());
      default -> Optional.empty();
    };
  }

  private Tlv certResponse() {
    return body().children().getFirst().children().getLast().children().getFirst();
  }

  /** The PKIStatus of its one response, or of the error; empty if its body has none. */
  public Optional<Integer> status() {
    return statusInfo().map(info -> (int) info.children().getFirst().content()[0]);
  }

  /** Whether it grants what was asked for, as it was or with changes. */
  public boolean grants() {
    return status().filter(value -> value == ACCEPTED || value == GRANTED_WITH_MODS).isPresent();
  }

  /** Whether it is an ip, cp or kup that grants. */
  public boolean bringsCertificate() {
    return (type() == IP || type() == CP || type() == KUP) && grants();
  }

  /** The bits that are set. */
  public Set<FailBit> failInfo() {
    var set = EnumSet.noneOf(FailBit.class);
    statusInfo().stream()
        .flatMap(info -> info.children().stream().skip(1))
        .filter(part -> part.tag() == 0x03)
        .forEach(
            bits -> {
              var octets = bits.content();
              for (var bit : FailBit.values()) {
                if (bit.isIn(octets)) {
                  set.add(bit);
                }
              }
            });
    return set;
  }

  /** The statusString. */
  public String text() {
    return statusInfo().stream()
        .flatMap(info -> info.children().stream().skip(1))
        .filter(part -> part.tag() == 0x30)
        .flatMap(part -> part.children().stream())
        .map(line -> new String(line.content(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("\n"));
  }

  /** What it says, for the message of a test that fails. */
  public String said() {
    return "body " + type() + ", status " + status() + ", " + failInfo() + ", \"" + text() + "\"";
  }

  /** The certificate of its one response. */
  public X509Certificate certificate() {
    var keyPair = certResponse().children().get(2);
    return Identity.certificate(keyPair.children().getFirst().children().getFirst().encoded());
  }

  /** Its extraCerts. */
  public List<X509Certificate> extraCerts() {
    return message.children().stream()
        .skip(2)
        .filter(part -> part.tag() == 0xa1)
        .flatMap(part -> part.children().getFirst().children().stream())
        .map(certificate -> Identity.certificate(certificate.encoded()))
        .toList();
  }

  /**
   * Whom its protection is by, verified up to an anchor.
   *
   * @throws AssertionError when it is by nobody whom the anchor vouches for
   */
  public X509Certificate signer(X509Certificate anchor) {
    var certificates = extraCerts();
    if (certificates.isEmpty()) {
      throw new AssertionError("no extraCerts");
    }
    var signer = certificates.getFirst();
    try {
      var signature = Signature.getInstance("SHA256withECDSA");
      signature.initVerify(signer);
      signature.update(Tlv.sequence(message.children().subList(0, 2)).encoded());
      if (!signature.verify(protection())) {
        throw new AssertionError("the protection does not verify");
      }
      var parameters = new PKIXParameters(Set.of(new TrustAnchor(anchor, null)));
      parameters.setRevocationEnabled(false);
      CertPathValidator.getInstance("PKIX")
          .validate(
              CertificateFactory.getInstance("X.509").generateCertPath(path(certificates, anchor)),
              parameters);
      return signer;
    } catch (GeneralSecurityException e) {
      throw new AssertionError("the protection leads to no anchor", e);
    }
  }

  private byte[] protection() {
    var bits =
        message.children().stream()
            .skip(2)
            .filter(part -> part.tag() == 0xa0)
            .findFirst()
            .orElseThrow(() -> new AssertionError("no protection"))
            .children()
            .getFirst()
            .content();
    return java.util.Arrays.copyOfRange(bits, 1, bits.length);
  }

  private static List<X509Certificate> path(
      List<X509Certificate> certificates, X509Certificate anchor) {
    var path = new java.util.ArrayList<X509Certificate>();
    var next = Optional.of(certificates.getFirst());
    while (next.isPresent() && !next.get().equals(anchor) && path.size() < certificates.size()) {
      var last = next.get();
      path.add(last);
      next =
          certificates.stream()
              .filter(one -> !path.contains(one))
              .filter(one -> one.getSubjectX500Principal().equals(last.getIssuerX500Principal()))
              .findFirst();
    }
    return path;
  }
}
