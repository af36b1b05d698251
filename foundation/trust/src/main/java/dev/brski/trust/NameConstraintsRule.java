package dev.brski.trust;

import dev.brski.verdict.Refusal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraintValidatorException;
import org.bouncycastle.asn1.x509.PKIXNameConstraintValidator;

/**
 * Name constraints over a whole path, those inside the anchor first (RFC 5280 sections 4.2.1.10 and
 * 6.1.3 b and c). A name of a form that is constrained but cannot be compared is refused.
 */
final class NameConstraintsRule {

  private static final Set<Integer> COMPARABLE =
      Set.of(
          GeneralName.rfc822Name,
          GeneralName.dNSName,
          GeneralName.directoryName,
          GeneralName.uniformResourceIdentifier,
          GeneralName.iPAddress);
  private static final String REMEDY =
      "Have the certificate issued with names inside what its issuers may name";

  private final ValidationLimits limits;
  private final PKIXNameConstraintValidator subtrees = new PKIXNameConstraintValidator();
  private final Set<Integer> incomparable = new HashSet<>();

  private NameConstraintsRule(ValidationLimits limits) {
    this.limits = limits;
  }

  static Optional<Refusal> objection(
      List<PathCertificate> path, PathCertificate anchor, ValidationLimits limits) {
    var issuers = Stream.concat(path.stream().skip(1), Stream.of(anchor));
    if (issuers.allMatch(issuer -> issuer.nameConstraints().isEmpty())) {
      return Optional.empty();
    }
    var rule = new NameConstraintsRule(limits);
    var objection = rule.constrain(anchor);
    for (int i = path.size() - 1; i > 0 && objection.isEmpty(); i--) {
      var issuer = path.get(i);
      objection =
          (issuer.isSelfIssued() ? Optional.<Refusal>empty() : rule.judge(issuer))
              .or(() -> rule.constrain(issuer));
    }
    return objection.or(() -> rule.judge(path.getFirst()));
  }

  private Optional<Refusal> constrain(PathCertificate issuer) {
    if (issuer.nameConstraints().isEmpty()) {
      return Optional.empty();
    }
    var constraints = issuer.nameConstraints().get();
    var permitted = list(constraints.getPermittedSubtrees());
    var excluded = list(constraints.getExcludedSubtrees());
    if (permitted.size() + excluded.size() > limits.names()) {
      return Optional.of(
          PathSearch.tooComplex(
              issuer.describe() + " has over " + limits.names() + " name constraints"));
    }
    if (Stream.concat(permitted.stream(), excluded.stream())
        .anyMatch(NameConstraintsRule::hasDistance)) {
      return refusal(issuer.describe() + " has name constraints with a minimum or maximum");
    }
    try {
      var comparable = permitted.stream().filter(this::isComparable).toList();
      if (!comparable.isEmpty()) {
        subtrees.intersectPermittedSubtree(comparable.toArray(GeneralSubtree[]::new));
      }
      excluded.stream().filter(this::isComparable).forEach(subtrees::addExcludedSubtree);
      return Optional.empty();
    } catch (RuntimeException e) {
      return refusal(
          "the name constraints of " + issuer.describe() + " cannot be read: " + e.getMessage());
    }
  }

  private Optional<Refusal> judge(PathCertificate certificate) {
    if (certificate.alternativeNames().size() > limits.names()) {
      return Optional.of(
          PathSearch.tooComplex(certificate.describe() + " has over " + limits.names() + " names"));
    }
    try {
      var subject = X500Name.getInstance(certificate.subject().getEncoded());
      if (subject.size() > 0) {
        subtrees.checkPermittedDN(subject);
        subtrees.checkExcludedDN(subject);
      }
      for (var name : names(certificate, subject)) {
        if (incomparable.contains(name.getTagNo())) {
          return refusal(
              certificate.describe()
                  + " has a name of form "
                  + name.getTagNo()
                  + ", which an issuer constrains and which cannot be compared");
        }
        subtrees.checkPermitted(name);
        subtrees.checkExcluded(name);
      }
      return Optional.empty();
    } catch (NameConstraintValidatorException | RuntimeException e) {
      return refusal(certificate.describe() + ": " + e.getMessage());
    }
  }

  /** The alternative names, and the e-mail addresses in the subject as names of their own form. */
  private static List<GeneralName> names(PathCertificate certificate, X500Name subject) {
    var names = new ArrayList<>(certificate.alternativeNames());
    Stream.of(subject.getRDNs(PKCSObjectIdentifiers.pkcs_9_at_emailAddress))
        .flatMap(rdn -> Stream.of(rdn.getTypesAndValues()))
        .filter(pair -> pair.getType().equals(PKCSObjectIdentifiers.pkcs_9_at_emailAddress))
        .map(AttributeTypeAndValue::getValue)
        .forEach(address -> names.add(new GeneralName(GeneralName.rfc822Name, address.toString())));
    return names;
  }

  private boolean isComparable(GeneralSubtree subtree) {
    int form = subtree.getBase().getTagNo();
    if (COMPARABLE.contains(form)) {
      return true;
    }
    incomparable.add(form);
    return false;
  }

  private static boolean hasDistance(GeneralSubtree subtree) {
    return !BigInteger.ZERO.equals(subtree.getMinimum()) || subtree.getMaximum() != null;
  }

  private static List<GeneralSubtree> list(GeneralSubtree[] subtrees) {
    return subtrees == null ? List.of() : List.of(subtrees);
  }

  private static Optional<Refusal> refusal(String cause) {
    return Optional.of(Refusal.of(PathCheck.NAME_CONSTRAINTS, cause, REMEDY));
  }
}
