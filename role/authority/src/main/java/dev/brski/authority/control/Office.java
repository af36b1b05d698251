package dev.brski.authority.control;

import dev.brski.authority.issuing.Approving;
import dev.brski.authority.issuing.Issuing;
import dev.brski.authority.issuing.Publishing;
import dev.brski.authority.issuing.RegistrarCertificates;
import dev.brski.authority.issuing.Reserving;
import dev.brski.authority.issuing.Revoking;
import dev.brski.authority.ledger.Approvals;
import dev.brski.authority.ledger.Enrollments;
import dev.brski.authority.ledger.RevocationLists;
import dev.brski.authority.ledger.Revocations;
import dev.brski.authority.setup.AuthorityFolder;
import dev.brski.authority.setup.Holdings;
import dev.brski.inventory.Inventory;
import dev.brski.issuance.CertificateIssuer;
import dev.brski.issuance.RevocationListIssuer;
import dev.brski.store.Store;
import dev.brski.trust.CryptoSuite;
import java.time.InstantSource;

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
    RevocationLists revocationLists,
    Revoking revoking) {

  /** The office of a folder, on its open store. */
  public static Office of(
      AuthorityFolder folder,
      Holdings holdings,
      Store store,
      CryptoSuite suite,
      InstantSource clock) {
    var settings = holdings.settings();
    var enrollments = new Enrollments(store, clock);
    var approvals = new Approvals(store);
    var lists = new RevocationLists(store);
    var reserving =
        new Reserving(
            settings.validity(), holdings.issuingCa().leaf(), new CertificateIssuer(suite), clock);
    var issuing =
        Issuing.of(
            suite,
            enrollments,
            holdings.issuingCa(),
            holdings.responder(),
            settings.confirmWait(),
            settings.crlUrl(),
            clock);
    return new Office(
        enrollments,
        new Inventory(store, clock, "inventory."),
        approvals,
        reserving,
        issuing,
        new Approving(approvals, reserving, issuing, clock),
        new RegistrarCertificates(suite, holdings.issuingCa(), settings.crlUrl(), clock),
        lists,
        new Revoking(
            new Revocations(store, clock),
            new Publishing(
                lists,
                new RevocationListIssuer(suite),
                holdings.issuingCa(),
                settings.listLifetime(),
                folder.revocationList(),
                clock)));
  }
}
