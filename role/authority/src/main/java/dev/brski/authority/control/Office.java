package dev.brski.authority.control;

import dev.brski.authority.issuing.Approving;
import dev.brski.authority.issuing.Issuing;
import dev.brski.authority.issuing.KeyRule;
import dev.brski.authority.issuing.Publishing;
import dev.brski.authority.issuing.RegistrarCertificates;
import dev.brski.authority.issuing.Reserving;
import dev.brski.authority.issuing.Revoking;
import dev.brski.authority.issuing.StatusPlaces;
import dev.brski.authority.ledger.Approvals;
import dev.brski.authority.ledger.DomainRoots;
import dev.brski.authority.ledger.Enrollments;
import dev.brski.authority.ledger.IssuingCas;
import dev.brski.authority.ledger.RevocationLists;
import dev.brski.authority.ledger.Revocations;
import dev.brski.authority.setup.AuthorityFolder;
import dev.brski.authority.setup.Completeness;
import dev.brski.authority.setup.Holdings;
import dev.brski.inventory.Inventory;
import dev.brski.issuance.CertificateIssuer;
import dev.brski.issuance.RevocationListIssuer;
import dev.brski.store.Store;
import dev.brski.trust.CryptoSuite;
import dev.brski.verdict.Verdict;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * What makes certificates of decisions, whether devices or operators are at the door: a running
 * authority has one, and so has a command on the folder of one that does not run.
 */
public record Office(
    Enrollments enrollments,
    Inventory inventory,
    Approvals approvals,
    Reserving reserving,
    Issuing issuing,
    Approving approving,
    RegistrarCertificates registrarCertificates,
    List<Publishing> publishing,
    Revoking revoking) {

  /**
   * The office of a folder, on its open store; refused when the folder lacks a root or an issuing
   * CA that the ledger knows, or has another in its place.
   */
  public static Verdict<Office> of(
      AuthorityFolder folder,
      Holdings holdings,
      Store store,
      CryptoSuite suite,
      InstantSource clock) {
    return Completeness.objection(
            holdings, DomainRoots.known(store), IssuingCas.known(store), clock.instant())
        .map(Verdict::<Office>refused)
        .orElseGet(() -> Verdict.accepted(complete(folder, holdings, store, suite, clock)));
  }

  private static Office complete(
      AuthorityFolder folder,
      Holdings holdings,
      Store store,
      CryptoSuite suite,
      InstantSource clock) {
    holdings
        .roots()
        .forEach(root -> DomainRoots.enter(store, root.generation(), root.certificate(), clock));
    var settings = holdings.settings();
    var enrollments = new Enrollments(store, clock);
    var approvals = new Approvals(store);
    var issuingCa = holdings.issuingCa();
    var statusPlaces =
        new StatusPlaces(settings.crlUrl().map(issuingCa::listUrl), settings.ocspUrl());
    var publishing = publishing(folder, holdings, store, suite, clock);
    var reserving =
        new Reserving(
            settings.validity(), issuingCa.certificate(), new CertificateIssuer(suite), clock);
    var issuing =
        Issuing.of(
            suite,
            enrollments,
            issuingCa.credential(),
            holdings.responder(),
            settings.confirmWait(),
            statusPlaces,
            clock);
    return new Office(
        enrollments,
        new Inventory(store, clock, "inventory."),
        approvals,
        reserving,
        issuing,
        new Approving(
            approvals,
            new KeyRule(suite, settings.algorithms(), settings.issuingPolicy().strongerKeys()),
            reserving,
            issuing,
            clock),
        new RegistrarCertificates(suite, issuingCa.credential(), statusPlaces, clock),
        publishing,
        new Revoking(new Revocations(store, clock), publishing));
  }

  private static List<Publishing> publishing(
      AuthorityFolder folder,
      Holdings holdings,
      Store store,
      CryptoSuite suite,
      InstantSource clock) {
    var all = new ArrayList<Publishing>();
    for (var each : holdings.issuingCas()) {
      IssuingCas.enter(store, each.generation(), each.certificate(), clock);
      all.add(
          new Publishing(
              new RevocationLists(store, each.generation()),
              new RevocationListIssuer(suite),
              each,
              holdings.settings().listLifetime(),
              folder.revocationList(each.generation()),
              clock));
    }
    return List.copyOf(all);
  }
}
