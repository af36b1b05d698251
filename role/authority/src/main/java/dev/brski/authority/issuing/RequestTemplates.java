package dev.brski.authority.issuing;

import dev.brski.authority.intake.Signer;
import dev.brski.authority.profile.Profile;
import dev.brski.cmp.Information;
import dev.brski.inventory.UnknownDevices;
import dev.brski.trust.AlgorithmPolicy;
import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/**
 * What requests for certificates should hold, so that they are granted as they are (RFC 9483
 * section 4.3.3): the attribute response of RFC 9733 section 4.2.4.
 */
public final class RequestTemplates {

  private final Profiling profiling;
  private final IssuingPolicy policy;
  private final AlgorithmPolicy algorithms;

  /**
   * Templates under the policies that requests are judged by.
   *
   * @param policy which devices a person decides on, or nobody takes
   */
  public RequestTemplates(Profiling profiling, IssuingPolicy policy, AlgorithmPolicy algorithms) {
    this.profiling = profiling;
    this.policy = policy;
    this.algorithms = algorithms;
  }

  /**
   * That of a profile. A device is told the names that it will get, an acp-node-name with its
   * address among them, which is its own from then on (RFC 8994 section 6.11.7.2); who is no
   * device, or one that is turned away, is told which there are. So is one that a person has still
   * to decide on, as long as telling it would give it an address: a question gives none to whoever
   * may be refused. Kinds of key that are stronger than what the question is signed with are left
   * out where requests for them are refused (RFC 9481 section 7).
   *
   * @param certProfile the name of the profile; without it, the one that counts when none is named
   */
  Verdict<Information.Template> of(Optional<String> certProfile, Signer signer) {
    return switch (signer) {
      case Signer.OfDevice device ->
          profiling
              .of(certProfile, device)
              .flatMap(
                  profile ->
                      isStranger(profile, device)
                          ? Verdict.accepted(general(profile, device))
                          : own(profile, device));
      case Signer.ByRegistrar registrar ->
          profiling.of(certProfile).map(profile -> general(profile, registrar));
    };
  }

  private boolean isStranger(Profile profile, Signer.OfDevice device) {
    if (profiling.isNamed(device)) {
      return false;
    }
    boolean isHeld =
        policy.unknown() == UnknownDevices.HOLD || policy.approval() == ApprovalPolicy.MANUAL;
    return policy.unknown() == UnknownDevices.REFUSE
        || (isHeld && device instanceof Signer.ByIdevid && !profiling.isAddressed(profile, device));
  }

  private Verdict<Information.Template> own(Profile profile, Signer.OfDevice device) {
    var fields = profiling.fields(device);
    return profile
        .subjectOf(fields)
        .flatMap(_ -> profiling.names(profile, device))
        .map(
            names ->
                new Information.Template(
                    Optional.of(profile.subject().template(Optional.of(fields))),
                    Optional.of(extensions(profile, names)),
                    keys(device)));
  }

  private Information.Template general(Profile profile, Signer signer) {
    return new Information.Template(
        Optional.of(profile.subject().template(Optional.empty())),
        Optional.of(extensions(profile, profile.emptyNames())),
        keys(signer));
  }

  private static Extensions extensions(Profile profile, List<GeneralName> names) {
    var generator = new ExtensionsGenerator();
    try {
      generator.addExtension(Extension.keyUsage, true, new KeyUsage(profile.keyUsage()));
      generator.addExtension(
          Extension.extendedKeyUsage,
          false,
          new ExtendedKeyUsage(
              profile.extendedKeyUsages().stream()
                  .map(ASN1ObjectIdentifier::new)
                  .map(KeyPurposeId::getInstance)
                  .toArray(KeyPurposeId[]::new)));
      if (!names.isEmpty()) {
        generator.addExtension(
            Extension.subjectAlternativeName,
            false,
            new GeneralNames(names.toArray(GeneralName[]::new)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("extensions in memory cannot fail to be written", e);
    }
    return generator.generate();
  }

  /** Those that whoever asks may ask for with what it signs with. */
  private List<Information.KeySpec> keys(Signer signer) {
    var offered =
        switch (policy.strongerKeys()) {
          case REFUSE -> algorithms.noStrongerThan(signer.certificate().getPublicKey());
          case ACCEPT -> algorithms;
        };
    return Stream.<Information.KeySpec>concat(
            offered.keyAlgorithms().stream().map(Information.KeySpec.Algorithm::new),
            offered.rsaKeyLengths().stream().map(Information.KeySpec.RsaKeyLength::new))
        .toList();
  }
}
