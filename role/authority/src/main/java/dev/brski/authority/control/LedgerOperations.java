package dev.brski.authority.control;

import dev.brski.authority.evidence.Dossier;
import dev.brski.authority.evidence.Dossiers;
import dev.brski.authority.evidence.EvidenceOrder;
import dev.brski.authority.intake.Manufacturers;
import dev.brski.authority.issuing.PublishedList;
import dev.brski.authority.ledger.ApprovalCheck;
import dev.brski.authority.ledger.Confirmations;
import dev.brski.authority.ledger.Issuances;
import dev.brski.authority.ledger.IssuedCertificate;
import dev.brski.authority.ledger.IssuedCertificates;
import dev.brski.authority.ledger.PendingRequest;
import dev.brski.authority.ledger.Registrars;
import dev.brski.authority.ledger.RevocationOrder;
import dev.brski.authority.ledger.RevokedCertificate;
import dev.brski.authority.ledger.Ruling;
import dev.brski.authority.ledger.UnconfirmedUpdates;
import dev.brski.authority.setup.AuthorityFolder;
import dev.brski.authority.setup.Holdings;
import dev.brski.authority.setup.ManufacturerFile;
import dev.brski.authority.setup.SetupCheck;
import dev.brski.inventory.Entry;
import dev.brski.inventory.ImportOrder;
import dev.brski.inventory.ImportReport;
import dev.brski.inventory.Inventory.Named;
import dev.brski.issuance.CertificateProfile;
import dev.brski.store.Conflict;
import dev.brski.store.Store;
import dev.brski.trust.Certificates;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.Description;
import dev.brski.trust.SerialNumberField;
import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/** The operations on the store itself, by whoever owns it. */
public final class LedgerOperations implements Operations {

  private static final int LONGEST_NAME = 64;

  private final AuthorityFolder folder;
  private final Holdings holdings;
  private final Store store;
  private final Office office;
  private final Manufacturers manufacturers;
  private final CryptoSuite suite;
  private final InstantSource clock;
  private final ReentrantLock adding = new ReentrantLock();

  /**
   * The operations on an open store.
   *
   * @param manufacturers those that are taken now, to which additions are made
   */
  public LedgerOperations(
      AuthorityFolder folder,
      Holdings holdings,
      Store store,
      Office office,
      Manufacturers manufacturers,
      CryptoSuite suite,
      InstantSource clock) {
    this.folder = folder;
    this.holdings = holdings;
    this.store = store;
    this.office = office;
    this.manufacturers = manufacturers;
    this.suite = suite;
    this.clock = clock;
  }

  @Override
  public Verdict<Introduction> registrar(String name, byte[] publicKey) {
    if (name.isBlank()
        || name.length() > LONGEST_NAME
        || !name.equals(name.strip())
        || !name.equals(Description.printable(name))) {
      return Verdict.refused(
          SetupCheck.NAME,
          "a registrar cannot be named '" + Description.printable(name) + "'",
          "Choose a name of 1 to " + LONGEST_NAME + " printable characters: --name NAME.");
    }
    return key(publicKey).flatMap(key -> introduce(name, key));
  }

  private Verdict<PublicKey> key(byte[] publicKey) {
    try {
      return holdings.settings().algorithms().accepts(suite.publicKey(publicKey));
    } catch (GeneralSecurityException e) {
      return Verdict.refused(
          SetupCheck.KEY,
          String.valueOf(e.getMessage()),
          "Send the key of a key pair made for it.");
    }
  }

  private Verdict<Introduction> introduce(String name, PublicKey key) {
    var issuing = holdings.issuingCa();
    var end = issuing.end();
    if (clock.instant().isAfter(end)) {
      return Verdict.refused(
          SetupCheck.FILE,
          "the issuing CA is expired since " + end,
          "Give this authority a new one: brski authority roll issuing-ca.");
    }
    var certificates = office.registrarCertificates();
    var certificate =
        certificates.issue(CertificateProfile.commonName(name), key, certificates.reserve());
    try {
      new Registrars(store, clock).add(name, certificate);
    } catch (Conflict _) {
      return Verdict.refused(
          SetupCheck.KEY, "this key is a registrar's already", "Make a new key pair for it.");
    }
    return Verdict.accepted(
        new Introduction(
            Certificates.toPem(
                Stream.concat(Stream.of(certificate), issuing.credential().chain().stream())
                    .toList()),
            Certificates.toPem(validRoots()),
            Certificates.toPem(holdings.responder().chain()),
            "https://" + holdings.settings().listen()));
  }

  /** The newest first, which its voucher-requests offer as the pin. */
  private List<X509Certificate> validRoots() {
    var now = clock.instant();
    return holdings.rootCertificates().stream()
        .filter(root -> !now.isAfter(root.getNotAfter().toInstant()))
        .toList();
  }

  @Override
  public Verdict<String> manufacturer(
      Optional<String> name, String anchors, SerialNumberField serialNumbers) throws IOException {
    adding.lock();
    try {
      var certificates = Certificates.parsePem(anchors.getBytes(StandardCharsets.UTF_8));
      var objection = objection(certificates);
      return objection.isPresent()
          ? Verdict.refused(
              SetupCheck.ANCHOR,
              objection.get(),
              "Give the anchor that the manufacturer made for its IDevIDs.")
          : add(
              name.orElseGet(() -> suggested(certificates.getFirst())),
              certificates,
              serialNumbers);
    } catch (CertificateException e) {
      return Verdict.refused(
          SetupCheck.ANCHOR,
          "the anchor: " + e.getMessage(),
          "Give a PEM file of the certificates that anchor the manufacturer's IDevIDs.");
    } finally {
      adding.unlock();
    }
  }

  private Optional<String> objection(List<X509Certificate> anchors) {
    for (var anchor : anchors) {
      if (Stream.concat(
              holdings.rootCertificates().stream(), holdings.issuingCertificates().stream())
          .anyMatch(ours -> ours.getPublicKey().equals(anchor.getPublicKey()))) {
        return Optional.of(
            "it is a CA of this domain: every certificate issued here would pass for an IDevID");
      }
      if (manufacturers.anchors().certificates().contains(anchor)) {
        return Optional.of(
            "the anchor "
                + Description.printable(anchor.getSubjectX500Principal().getName())
                + " was added before");
      }
    }
    return Optional.empty();
  }

  private Verdict<String> add(
      String name, List<X509Certificate> anchors, SerialNumberField serialNumbers)
      throws IOException {
    return ManufacturerFile.add(folder.manufacturers(), name, anchors, serialNumbers)
        .flatMap(_ -> ManufacturerFile.readAll(folder.manufacturers()))
        .map(
            all -> {
              manufacturers.replace(all);
              store.change(
                  transaction ->
                      transaction.journal(
                          "manufacturer.added", Optional.empty(), Map.of("manufacturer", name)));
              return name;
            });
  }

  private static String suggested(X509Certificate anchor) {
    var name =
        Description.printable(anchor.getSubjectX500Principal().getName())
            .replaceAll("[^A-Za-z0-9]+", "-")
            .replaceAll("^-|-$", "");
    return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
  }

  @Override
  public Verdict<List<PendingRequest>> pending() {
    return Verdict.accepted(office.approvals().pending(clock.instant()));
  }

  @Override
  public Verdict<Ruled> approve(String id, String by, Optional<String> reason) {
    return office.approving().approve(id, by, reason).map(Ruled::approved);
  }

  @Override
  public Verdict<Ruled> deny(String id, String by, Optional<String> reason) {
    return office.approving().deny(id, by, reason).map(Ruled::denied);
  }

  @Override
  public Verdict<ImportReport> takeInventory(byte[] file, ImportOrder order) {
    return Verdict.accepted(office.inventory().take(file, order, manufacturers.names()));
  }

  @Override
  public Verdict<List<Entry>> inventory() {
    return Verdict.accepted(office.inventory().entries());
  }

  @Override
  public Verdict<List<Entry>> removeFromInventory(List<Named> devices, String by, String reason) {
    return reason.isEmpty() || new Ruling(by, Optional.of(reason), clock.instant()).isSound()
        ? office.inventory().remove(devices, by, reason)
        : Verdict.refused(
            ApprovalCheck.RULING,
            "the user's name or the reason is too long or not printable",
            "Give a reason of at most 500 printable characters on one line: --reason TEXT.");
  }

  @Override
  public Verdict<List<RevokedCertificate>> revoke(RevocationOrder order) throws IOException {
    return office.revoking().revoke(order);
  }

  @Override
  public Verdict<List<PublishedList>> revocationLists() throws IOException {
    new UnconfirmedUpdates(store, clock).expireOverdue();
    return Verdict.accepted(office.revoking().lists());
  }

  @Override
  public Verdict<List<IssuedCertificate>> certificates() {
    new Confirmations(store, clock).expireOverdue();
    new UnconfirmedUpdates(store, clock).expireOverdue();
    return Verdict.accepted(new IssuedCertificates(store).list());
  }

  @Override
  public Verdict<Dossier> evidence(EvidenceOrder order) {
    return new Dossiers(
            new Issuances(store),
            manufacturers,
            holdings.rootCertificates(),
            holdings.issuers(),
            suite)
        .of(order);
  }
}
