package dev.brski.authority.control;

import dev.brski.authority.evidence.Dossier;
import dev.brski.authority.evidence.EvidenceOrder;
import dev.brski.authority.issuing.PublishedList;
import dev.brski.authority.ledger.IssuedCertificate;
import dev.brski.authority.ledger.PendingRequest;
import dev.brski.authority.ledger.RevocationOrder;
import dev.brski.authority.ledger.RevokedCertificate;
import dev.brski.control.RunningRole;
import dev.brski.inventory.Entry;
import dev.brski.inventory.ImportOrder;
import dev.brski.inventory.ImportReport;
import dev.brski.inventory.Inventory.Named;
import dev.brski.trust.SerialNumberField;
import dev.brski.verdict.Verdict;
import dev.brski.wire.PeerFailure;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.type.TypeReference;

/** The operations asked of a running authority, through its control socket. */
final class RemoteOperations implements Operations {

  private final RunningRole authority;

  RemoteOperations(RunningRole authority) {
    this.authority = authority;
  }

  @Override
  public Verdict<Introduction> registrar(String name, byte[] publicKey) throws IOException {
    return post(
        ControlRoutes.REGISTRARS,
        new ControlRoutes.NewRegistrar(name, publicKey),
        new TypeReference<>() {});
  }

  @Override
  public Verdict<String> manufacturer(
      Optional<String> name, String anchors, SerialNumberField serialNumbers) throws IOException {
    return post(
            ControlRoutes.MANUFACTURERS,
            new ControlRoutes.NewManufacturer(name.orElse(""), anchors, serialNumbers),
            new TypeReference<ControlRoutes.Added>() {})
        .map(ControlRoutes.Added::name);
  }

  @Override
  public Verdict<List<IssuedCertificate>> certificates() throws IOException {
    return ask(ControlRoutes.CERTIFICATES, new TypeReference<>() {});
  }

  @Override
  public Verdict<List<PendingRequest>> pending() throws IOException {
    return ask(ControlRoutes.PENDING, new TypeReference<>() {});
  }

  @Override
  public Verdict<Ruled> approve(String id, String by, Optional<String> reason) throws IOException {
    return post(
        ControlRoutes.APPROVALS,
        new ControlRoutes.NewRuling(id, by, reason.orElse("")),
        new TypeReference<>() {});
  }

  @Override
  public Verdict<Ruled> deny(String id, String by, Optional<String> reason) throws IOException {
    return post(
        ControlRoutes.DENIALS,
        new ControlRoutes.NewRuling(id, by, reason.orElse("")),
        new TypeReference<>() {});
  }

  @Override
  public Verdict<List<RevokedCertificate>> revoke(RevocationOrder order) throws IOException {
    return post(ControlRoutes.REVOCATIONS, order, new TypeReference<>() {});
  }

  @Override
  public Verdict<List<PublishedList>> revocationLists() throws IOException {
    return ask(ControlRoutes.REVOCATION_LISTS, new TypeReference<>() {});
  }

  @Override
  public Verdict<ImportReport> takeInventory(byte[] file, ImportOrder order) throws IOException {
    return post(
        ControlRoutes.INVENTORY_IMPORTS,
        new ControlRoutes.NewInventory(file, order),
        new TypeReference<>() {});
  }

  @Override
  public Verdict<List<Entry>> inventory() throws IOException {
    return ask(ControlRoutes.INVENTORY, new TypeReference<>() {});
  }

  @Override
  public Verdict<List<Entry>> removeFromInventory(List<Named> devices, String by, String reason)
      throws IOException {
    return post(
        ControlRoutes.INVENTORY_REMOVALS,
        new ControlRoutes.NewRemoval(devices, by, reason),
        new TypeReference<>() {});
  }

  @Override
  public Verdict<Dossier> evidence(EvidenceOrder order) throws IOException {
    return post(ControlRoutes.EVIDENCE, order, new TypeReference<>() {});
  }

  private <T> Verdict<T> post(String path, Object order, TypeReference<T> type) throws IOException {
    return told(() -> authority.order(path, order, type));
  }

  private <T> Verdict<T> ask(String path, TypeReference<T> type) throws IOException {
    return told(() -> authority.ask(path, type));
  }

  private interface Asking<T> {
    Verdict<T> ask() throws PeerFailure;
  }

  private static <T> Verdict<T> told(Asking<T> asking) throws IOException {
    try {
      return asking.ask();
    } catch (PeerFailure e) {
      throw new IOException("the running authority: " + e.getMessage(), e);
    }
  }
}
