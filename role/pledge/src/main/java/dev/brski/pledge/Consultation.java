package dev.brski.pledge;

import dev.brski.cmp.Information;
import dev.brski.cmp.Inquiry;
import dev.brski.cmp.RootSuccession;
import dev.brski.time.Moment;
import dev.brski.trust.Purpose;
import dev.brski.trust.RevocationList;
import dev.brski.trust.StatusPlaces;
import dev.brski.trust.TrustedPath;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;

/** A question to the domain (RFC 9483 section 4.3), and the judgement of what comes. */
final class Consultation {

  private static final Purpose ISSUER =
      new Purpose("LDevID", Set.of(), false, Purpose.Validity.RESPECTED);
  private static final Purpose AUTHORITY =
      new Purpose("certification authority", Set.of(), false, Purpose.Validity.RESPECTED);

  private final Journey journey;
  private final Affiliation affiliation;
  private final Duty duty;

  Consultation(Journey journey, Affiliation affiliation) {
    this.journey = journey;
    this.affiliation = affiliation;
    this.duty = new Duty(journey, affiliation, Errand.Kind.INQUIRY, Awaited.ANSWER);
  }

  /** Asks, or goes on with the same question of an earlier run; another one is given up. */
  Upkept go(Question question) throws IOException, InterruptedException {
    if (question == Question.REVOCATION_LIST && !(journey.progress() instanceof Progress.Member)) {
      return new Upkept.Unable(
          Refusal.of(
              PledgeCheck.MEMBERSHIP,
              "whose revocation list it needs is known only once it has a certificate",
              "Let it become a member first, then ask again."));
    }
    var inquiry = inquiry(question);
    var begun = duty.underWay();
    var profile =
        question == Question.REQUEST_TEMPLATE
            ? journey.options().profile()
            : Optional.<String>empty();
    if (begun.isEmpty()
        || !duty.cmp().label(begun.get()).equals(inquiry.operationLabel())
        || !duty.cmp().profile(begun.get()).equals(profile)) {
      duty.begin(duty.cmp().inquiry(inquiry, authority(), profile));
    }
    var end = duty.end();
    return switch (end) {
      case End.Unfinished(Outcome.Unfinished outcome) -> outcome;
      case End.Stranger stranger -> duty.met(stranger);
      case End.Informed(Information information) -> informed(information);
      case End.Rejected(var _, Refusal refusal) -> duty.refused(refusal);
      case End.Failed(Refusal refusal) -> duty.refused(refusal);
      case End.Granted _, End.Revoked _ ->
          throw new IllegalStateException("no answer to a question: " + end);
    };
  }

  private X500Principal authority() {
    return isMember()
        ? own().getIssuerX500Principal()
        : affiliation.newestPin().getSubjectX500Principal();
  }

  /** Whoever is none yet judges everybody by what the voucher pinned, and by nothing else. */
  private boolean isMember() {
    return journey.progress() instanceof Progress.Member;
  }

  /** Whether a question can be asked without giving up another that is under way. */
  boolean isFreeFor(Question question) throws IOException {
    var begun = duty.underWay();
    return begun.isEmpty()
        || duty.cmp().label(begun.get()).equals(inquiry(question).operationLabel());
  }

  private Inquiry inquiry(Question question) throws IOException {
    return switch (question) {
      case CA_CERTIFICATES -> new Inquiry.CaCertificates();
      case ROOT_UPDATE -> new Inquiry.RootUpdate(Optional.of(affiliation.newestPin()));
      case REQUEST_TEMPLATE -> new Inquiry.RequestTemplate();
      case REVOCATION_LIST ->
          new Inquiry.RevocationList(source(), held().map(RevocationList::thisUpdate));
    };
  }

  /** Where the certificate itself says that the list is, or else who issues it. */
  private Inquiry.Source source() {
    var places = StatusPlaces.of(own()).lists();
    return places.isEmpty()
        ? new Inquiry.Source.Issuer(own().getIssuerX500Principal())
        : new Inquiry.Source.DistributionPoint(Set.copyOf(places));
  }

  private Optional<RevocationList> held() throws IOException {
    var kept = journey.folder().revocationList();
    return kept.isPresent()
            && RevocationList.parse(kept.get()).flatMap(this::genuine)
                instanceof Verdict.Accepted<RevocationList>(RevocationList list)
        ? Optional.of(list)
        : Optional.empty();
  }

  private Upkept informed(Information information) throws IOException {
    var verdict =
        switch (information) {
          case Information.CaCertificates(var certificates) ->
              Verdict.<Finding>accepted(
                  new Finding.Authorities(
                      certificates.stream().map(one -> judged(one, certificates)).toList()));
          case Information.RootUpdate(var roots) ->
              roots.isPresent()
                  ? next(roots.get())
                  : Verdict.<Finding>accepted(new Finding.RootUpdate(Optional.empty()));
          case Information.RequestTemplate(var template) ->
              Verdict.<Finding>accepted(new Finding.RequestTemplate(template));
          case Information.RevocationList(var der) ->
              der.isPresent() ? listed(der.get()) : unchanged();
        };
    return switch (verdict) {
      case Verdict.Refused<Finding>(Refusal refusal) -> duty.refused(refusal);
      case Verdict.Accepted<Finding>(Finding finding) -> {
        journey.forget(Errand.Kind.INQUIRY);
        journey.succeeded(affiliation.registrar());
        yield new Upkept.Answered(finding, affiliation.registrar());
      }
    };
  }

  private Finding.Authority judged(X509Certificate certificate, List<X509Certificate> others) {
    var verdict =
        certificate.getBasicConstraints() < 0
            ? Verdict.<TrustedPath>refused(
                PledgeCheck.CERTIFICATE,
                "it is no certification authority's",
                "Use it for nothing.")
            : path(certificate, others, AUTHORITY);
    return new Finding.Authority(
        certificate,
        verdict instanceof Verdict.Refused<TrustedPath>(Refusal refusal)
            ? Optional.of(refusal)
            : Optional.empty());
  }

  private Verdict<TrustedPath> path(
      X509Certificate certificate, List<X509Certificate> others, Purpose purpose) {
    var candidates = new LinkedHashSet<>(others);
    candidates.addAll(affiliation.credential().chain());
    return journey
        .tools()
        .paths()
        .validateAgainstPins(
            certificate, candidates, affiliation.pins(), purpose, journey.options().clock().now());
  }

  private Verdict<Finding> next(Information.Roots roots) throws IOException {
    var verdict =
        new RootSuccession(journey.tools().paths())
            .judge(roots, affiliation.newestPin(), journey.options().clock().now());
    return switch (verdict) {
      case Verdict.Refused<X509Certificate>(Refusal refusal) ->
          Verdict.refused(refusal.under(PledgeCheck.ROOT_UPDATE));
      case Verdict.Accepted<X509Certificate>(X509Certificate root) -> {
        var next = new Finding.NextRoot(root, journey.folder().keepNextRoot(root), isMember());
        if (next.trusted()) {
          journey.tell(new Event.RootTaken(root));
        }
        yield Verdict.accepted(new Finding.RootUpdate(Optional.of(next)));
      }
    };
  }

  private Verdict<Finding> listed(byte[] der) throws IOException {
    var before = held();
    var verdict =
        RevocationList.parse(der).flatMap(this::sound).flatMap(list -> notOlder(list, before));
    return switch (verdict) {
      case Verdict.Refused<RevocationList>(Refusal refusal) ->
          Verdict.refused(refusal.under(PledgeCheck.REVOCATION_LIST));
      case Verdict.Accepted<RevocationList>(RevocationList list) -> {
        journey.folder().keepRevocationList(der);
        yield Verdict.accepted(new Finding.Revocations(Optional.of(told(list)), true));
      }
    };
  }

  /** What is held already must be good still: nobody may keep it from being followed. */
  private Verdict<Finding> unchanged() throws IOException {
    var held = held();
    if (held.isEmpty()) {
      return Verdict.accepted(new Finding.Revocations(Optional.empty(), false));
    }
    return switch (sound(held.get())) {
      case Verdict.Refused<RevocationList>(Refusal refusal) ->
          Verdict.refused(refusal.under(PledgeCheck.REVOCATION_LIST));
      case Verdict.Accepted<RevocationList>(RevocationList list) ->
          Verdict.accepted(new Finding.Revocations(Optional.of(told(list)), false));
    };
  }

  private Finding.Listed told(RevocationList list) {
    return new Finding.Listed(
        list, journey.folder().revocationListFile(), list.revocation(own().getSerialNumber()));
  }

  /** A list in the place of a newer one would hide what was revoked since. */
  private static Verdict<RevocationList> notOlder(
      RevocationList list, Optional<RevocationList> before) {
    return before.filter(held -> held.isNewerThan(list)).isPresent()
        ? Verdict.refused(
            PledgeCheck.REVOCATION_LIST,
            "the list of " + list.thisUpdate() + " is older than the one that the device has",
            "Have the authority's operator see why an old list is handed out.")
        : Verdict.accepted(list);
  }

  /** Genuine, and of now where it is known when that is. */
  private Verdict<RevocationList> sound(RevocationList list) {
    return path(own(), List.of(), ISSUER)
        .flatMap(
            path ->
                journey.options().clock().now() instanceof Moment.Known(Instant now)
                    ? list.about(own(), issuer(path), now, journey.tools().suite())
                    : list.isGenuine(own(), issuer(path), journey.tools().suite()));
  }

  private Verdict<RevocationList> genuine(RevocationList list) {
    return path(own(), List.of(), ISSUER)
        .flatMap(path -> list.isGenuine(own(), issuer(path), journey.tools().suite()));
  }

  private X509Certificate own() {
    return affiliation.credential().leaf();
  }

  private static X509Certificate issuer(TrustedPath path) {
    return path.path().size() > 1 ? path.path().get(1) : path.anchor();
  }
}
