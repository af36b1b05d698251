package dev.brski.authority.control;

import dev.brski.authority.ledger.IssuedCertificate;
import dev.brski.authority.ledger.PendingRequest;
import dev.brski.authority.setup.SetupCheck;
import dev.brski.inventory.Entry;
import dev.brski.inventory.ImportOrder;
import dev.brski.inventory.ImportReport;
import dev.brski.inventory.Inventory.Named;
import dev.brski.verdict.Verdict;
import dev.brski.wire.Call;
import dev.brski.wire.ControlClient;
import dev.brski.wire.PeerFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;

/** The operations asked of a running authority, through its control socket. */
final class RemoteOperations implements Operations {

  private final Path control;

  RemoteOperations(Path control) {
    this.control = control;
  }

  @Override
  public Verdict<Introduction> registrar(String name, byte[] publicKey) throws IOException {
    return post(
        ControlRoutes.REGISTRARS,
        new ControlRoutes.NewRegistrar(name, publicKey),
        new TypeReference<Introduction>() {});
  }

  @Override
  public Verdict<String> manufacturer(Optional<String> name, String anchors) throws IOException {
    return post(
            ControlRoutes.MANUFACTURERS,
            new ControlRoutes.NewManufacturer(name.orElse(""), anchors),
            new TypeReference<ControlRoutes.Added>() {})
        .map(ControlRoutes.Added::name);
  }

  @Override
  public Verdict<List<IssuedCertificate>> certificates() throws IOException {
    return exchange(
        Call.get(ControlRoutes.CERTIFICATES), new TypeReference<List<IssuedCertificate>>() {});
  }

  @Override
  public Verdict<List<PendingRequest>> pending() throws IOException {
    return exchange(Call.get(ControlRoutes.PENDING), new TypeReference<List<PendingRequest>>() {});
  }

  @Override
  public Verdict<Ruled> approve(String id, String by, Optional<String> reason) throws IOException {
    return post(
        ControlRoutes.APPROVALS,
        new ControlRoutes.NewRuling(id, by, reason.orElse("")),
        new TypeReference<Ruled>() {});
  }

  @Override
  public Verdict<Ruled> deny(String id, String by, Optional<String> reason) throws IOException {
    return post(
        ControlRoutes.DENIALS,
        new ControlRoutes.NewRuling(id, by, reason.orElse("")),
        new TypeReference<Ruled>() {});
  }

  @Override
  public Verdict<ImportReport> takeInventory(byte[] file, ImportOrder order) throws IOException {
    return post(
        ControlRoutes.INVENTORY_IMPORTS,
        new ControlRoutes.NewInventory(file, order),
        new TypeReference<ImportReport>() {});
  }

  @Override
  public Verdict<List<Entry>> inventory() throws IOException {
    return exchange(Call.get(ControlRoutes.INVENTORY), new TypeReference<List<Entry>>() {});
  }

  @Override
  public Verdict<List<Entry>> removeFromInventory(List<Named> devices, String by, String reason)
      throws IOException {
    return post(
        ControlRoutes.INVENTORY_REMOVALS,
        new ControlRoutes.NewRemoval(devices, by, reason),
        new TypeReference<List<Entry>>() {});
  }

  private <T> Verdict<T> post(String path, Object body, TypeReference<T> type) throws IOException {
    var call = Call.post(path, ControlRoutes.JSON_TYPE, ControlRoutes.JSON.writeValueAsBytes(body));
    return exchange(call, type);
  }

  private <T> Verdict<T> exchange(Call call, TypeReference<T> type) throws IOException {
    try {
      var reply = ControlClient.exchange(control, call);
      if (reply.status() == 200) {
        return Verdict.accepted(ControlRoutes.JSON.readValue(reply.body(), type));
      }
      if (reply.status() == ControlRoutes.REFUSED) {
        var told = ControlRoutes.JSON.readValue(reply.body(), ControlRoutes.Told.class);
        return Verdict.refused(SetupCheck.RUNNING, told.cause(), told.remedy());
      }
      throw new IOException(
          "the running authority answers " + reply.status() + ": " + reply.explanation());
    } catch (PeerFailure e) {
      throw new IOException("the running authority: " + e.getMessage(), e);
    } catch (JacksonException e) {
      throw new IOException(
          "the running authority and this command do not understand each other: are both of the"
              + " same version?",
          e);
    }
  }
}
