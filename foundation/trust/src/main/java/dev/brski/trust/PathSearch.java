package dev.brski.trust;

import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * One depth-first search for a path from a target to an anchor. Cheap rules come before any
 * signature check, and the whole search is bounded; its refusal is that of the path which got
 * furthest.
 */
final class PathSearch {

  private static final String SEND_CHAIN =
      "Check which anchors are configured, and that the peer sends its intermediate certificates";

  private final SignatureLedger ledger;
  private final CertificateRules rules;
  private final ValidationLimits limits;
  private final Anchors anchors;
  private final Candidates candidates;
  private Optional<Refusal> furthest = Optional.empty();
  private int furthestLength;
  private int steps;
  private boolean exhausted;

  PathSearch(
      SignatureLedger ledger,
      CertificateRules rules,
      ValidationLimits limits,
      Anchors anchors,
      Collection<PathCertificate> offered) {
    this.ledger = ledger;
    this.rules = rules;
    this.limits = limits;
    this.anchors = anchors;
    this.candidates = Candidates.leadingTo(anchors, offered);
  }

  Verdict<TrustedPath> from(PathCertificate target) {
    if (!candidates.leads(target)) {
      return Verdict.refused(
          PathCheck.UNTRUSTED,
          "the issuer \""
              + Certificates.nameText(target.issuer())
              + "\" of "
              + target.describe()
              + " leads to none of "
              + anchors.certificates().size()
              + " anchors",
          SEND_CHAIN);
    }
    var path = new ArrayList<PathCertificate>();
    path.add(target);
    var found = extend(path, 0);
    if (found.isPresent()) {
      return Verdict.accepted(found.get());
    }
    return Verdict.refused(furthest.orElseGet(() -> noPath(target)));
  }

  private Optional<TrustedPath> extend(List<PathCertificate> path, int below) {
    var tip = path.getLast();
    var named = new ArrayList<>(anchors.named(tip.issuer()));
    named.sort(Candidates.byKeyIdentifier(tip));
    for (var anchor : named) {
      var found = finish(path, anchor, below);
      if (found.isPresent() || exhausted) {
        return found;
      }
    }
    for (var issuer : candidates.issuersOf(tip)) {
      var found = climb(path, issuer, below);
      if (found.isPresent() || exhausted) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<TrustedPath> climb(
      List<PathCertificate> path, PathCertificate issuer, int below) {
    boolean stands =
        path.stream()
            .anyMatch(
                passed ->
                    passed.keyHash().equals(issuer.keyHash())
                        && passed.subject().equals(issuer.subject()));
    if (stands) {
      return Optional.empty();
    }
    if (path.size() == limits.depth()) {
      note(path, tooComplex("the path has over " + limits.depth() + " certificates"));
      return Optional.empty();
    }
    if (!isIssuer(path, issuer, below)) {
      return Optional.empty();
    }
    path.add(issuer);
    var found = extend(path, issuer.isSelfIssued() ? below : below + 1);
    path.removeLast();
    return found;
  }

  private Optional<TrustedPath> finish(
      List<PathCertificate> path, PathCertificate anchor, int below) {
    if (!isIssuer(path, anchor, below)) {
      return Optional.empty();
    }
    var objection =
        NameConstraintsRule.objection(path, anchor, limits)
            .or(() -> PlatformPath.objection(path, anchor, ledger));
    if (objection.isPresent()) {
      note(path, objection.get());
      return Optional.empty();
    }
    return Optional.of(
        new TrustedPath(
            path.stream().map(PathCertificate::certificate).toList(),
            anchor.certificate(),
            ledger.count()));
  }

  private boolean isIssuer(List<PathCertificate> path, PathCertificate issuer, int below) {
    var tip = path.getLast();
    steps++;
    if (steps > limits.steps()) {
      exhaust("over " + limits.steps() + " steps");
      return false;
    }
    var objection =
        rules
            .objectionToIssuer(issuer, below)
            .or(() -> rules.objectionToSignatureAlgorithm(tip, issuer));
    if (objection.isPresent()) {
      note(path, objection.get());
      return false;
    }
    if (!ledger.canAnswer(tip, issuer)) {
      exhaust("over " + limits.signatureChecks() + " signature checks");
      return false;
    }
    if (!ledger.isSignedBy(tip, issuer)) {
      note(path, wrongSignature(tip, issuer));
      return false;
    }
    return true;
  }

  private void note(List<PathCertificate> path, Refusal refusal) {
    if (path.size() > furthestLength) {
      furthestLength = path.size();
      furthest = Optional.of(refusal);
    }
  }

  private void exhaust(String limit) {
    exhausted = true;
    furthest = Optional.of(tooComplex("the search for a path took " + limit));
  }

  static Refusal wrongSignature(PathCertificate signed, PathCertificate issuer) {
    return Refusal.of(
        PathCheck.SIGNATURE,
        "the signature on "
            + signed.describe()
            + " is not by the key of "
            + issuer.describe()
            + ", though that has the issuer's name",
        "Check that the issuer's certificate belongs to the key it signs with now");
  }

  static Refusal tooComplex(String cause) {
    return Refusal.of(
        PathCheck.TOO_COMPLEX, cause, "Have the peer send its own chain only, without duplicates");
  }

  private static Refusal noPath(PathCertificate target) {
    return Refusal.of(
        PathCheck.UNTRUSTED, "no chain of issuers leads from " + target.describe(), SEND_CHAIN);
  }
}
