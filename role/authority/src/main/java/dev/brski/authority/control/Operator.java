package dev.brski.authority.control;

import dev.brski.authority.evidence.Dossier;
import dev.brski.authority.evidence.EvidenceCheck;
import dev.brski.authority.evidence.EvidenceFolder;
import dev.brski.authority.evidence.EvidenceOrder;
import dev.brski.authority.intake.Manufacturers;
import dev.brski.authority.issuing.PublishedList;
import dev.brski.authority.ledger.ApprovalCheck;
import dev.brski.authority.ledger.IssuedCertificate;
import dev.brski.authority.ledger.PendingRequest;
import dev.brski.authority.ledger.RevocationCheck;
import dev.brski.authority.ledger.RevocationOrder;
import dev.brski.authority.ledger.RevokedCertificate;
import dev.brski.authority.ledger.Schema;
import dev.brski.authority.setup.AuthorityFolder;
import dev.brski.authority.setup.Holdings;
import dev.brski.authority.setup.SetupCheck;
import dev.brski.control.RunningRole;
import dev.brski.inventory.Entry;
import dev.brski.inventory.ImportOrder;
import dev.brski.inventory.ImportReport;
import dev.brski.inventory.Inventory.Named;
import dev.brski.inventory.InventoryCheck;
import dev.brski.store.SchemaRefused;
import dev.brski.store.Store;
import dev.brski.store.StoreLocked;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.DurableFile;
import dev.brski.trust.KeyKind;
import dev.brski.trust.SerialNumberField;
import dev.brski.verdict.Check;
import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The commands beside an authority: through its control socket while it runs, on its store, under
 * the store's lock, while it does not.
 */
public final class Operator {

  private static final List<Check> CHECKS =
      Stream.<Check[]>of(
              SetupCheck.values(),
              ApprovalCheck.values(),
              RevocationCheck.values(),
              EvidenceCheck.values(),
              InventoryCheck.values())
          .flatMap(Stream::of)
          .toList();

  private final AuthorityFolder folder;
  private final InstantSource clock;
  private final CryptoSuite suite = CryptoSuite.standard();

  /** The operator of the authority in a folder. */
  public Operator(Path dir, InstantSource clock) {
    this.folder = new AuthorityFolder(dir);
    this.clock = clock;
  }

  /**
   * Makes a registrar's credential and enters it into the ledger; the key is made here and never
   * leaves the folder. Written are {@code registrar.pem} (leaf, then issuing CA), {@code
   * registrar.key}, {@code domain-ca.pem}, {@code authority.pem} (what the authority's answers are
   * protected with) and {@code authority.url}.
   *
   * @param name 1 to 64 printable characters
   * @param out the registrar's folder
   * @return the file with its certificate
   * @throws IOException when the authority cannot be reached or a file cannot be written
   * @throws StoreLocked when the authority is starting or stopping just now
   * @throws SchemaRefused when the folder was used by a newer program
   */
  public Verdict<Path> registrar(String name, Path out)
      throws IOException, StoreLocked, SchemaRefused {
    return registrar(name, KeyKind.P_256, out);
  }

  /**
   * The same with a key of a kind.
   *
   * @throws IOException when the authority cannot be reached or a file cannot be written
   * @throws StoreLocked when the authority is starting or stopping just now
   * @throws SchemaRefused when the folder was used by a newer program
   */
  public Verdict<Path> registrar(String name, KeyKind kind, Path out)
      throws IOException, StoreLocked, SchemaRefused {
    var key = out.resolve("registrar.key");
    if (Files.exists(key)) {
      return Verdict.refused(
          SetupCheck.EXISTS,
          key + " exists",
          "Choose another folder with --out, or move the old credential away.");
    }
    var keys = suite.generateKeyPair(kind);
    return switch (with(operations -> operations.registrar(name, keys.getPublic().getEncoded()))) {
      case Verdict.Refused<Introduction>(var refusal) -> Verdict.refused(refusal);
      case Verdict.Accepted<Introduction>(var introduction) -> {
        Files.createDirectories(out);
        DurableFile.write(key, Credential.keyPem(keys.getPrivate()), true);
        write(out.resolve("domain-ca.pem"), introduction.domainCa());
        write(out.resolve("authority.pem"), introduction.authority());
        write(out.resolve("authority.url"), introduction.url() + "\n");
        var certificates = out.resolve("registrar.pem");
        write(certificates, introduction.registrar());
        yield Verdict.accepted(certificates);
      }
    };
  }

  /**
   * Takes the devices of a manufacturer from now on.
   *
   * @param anchors a PEM file of what anchors its IDevIDs
   * @param name letters, digits, dots and dashes; empty for one made of the anchor's subject
   * @param serialNumbers where its IDevIDs have the serial number
   * @return the name under which it was added
   * @throws IOException when the authority cannot be reached, or a file be read or written
   * @throws StoreLocked when the authority is starting or stopping just now
   * @throws SchemaRefused when the folder was used by a newer program
   */
  public Verdict<String> addManufacturer(
      Path anchors, Optional<String> name, SerialNumberField serialNumbers)
      throws IOException, StoreLocked, SchemaRefused {
    var text = Files.readString(anchors, StandardCharsets.US_ASCII);
    return with(operations -> operations.manufacturer(name, text, serialNumbers));
  }

  /**
   * Every certificate issued to a device, oldest first.
   *
   * @throws IOException when the authority cannot be reached
   * @throws StoreLocked when the authority is starting or stopping just now
   * @throws SchemaRefused when the folder was used by a newer program
   */
  public Verdict<List<IssuedCertificate>> certificates()
      throws IOException, StoreLocked, SchemaRefused {
    return with(Operations::certificates);
  }

  /**
   * The requests that are held for a person, oldest first.
   *
   * @throws IOException when the authority cannot be reached
   * @throws StoreLocked when the authority is starting or stopping just now
   * @throws SchemaRefused when the folder was used by a newer program
   */
  public Verdict<List<PendingRequest>> pending() throws IOException, StoreLocked, SchemaRefused {
    return with(Operations::pending);
  }

  /**
   * Has the certificate of a held request made; its validity counts from now.
   *
   * @param by the operating-system user who wants it
   * @param reason why, for the record
   * @throws IOException when the authority cannot be reached
   * @throws StoreLocked when the authority is starting or stopping just now
   * @throws SchemaRefused when the folder was used by a newer program
   */
  public Verdict<Ruled> approve(String id, String by, Optional<String> reason)
      throws IOException, StoreLocked, SchemaRefused {
    return with(operations -> operations.approve(id, by, reason));
  }

  /**
   * Refuses the certificate of a held request, for good.
   *
   * @param by the operating-system user who wants it
   * @param reason why, for the record; the device is not told
   * @throws IOException when the authority cannot be reached
   * @throws StoreLocked when the authority is starting or stopping just now
   * @throws SchemaRefused when the folder was used by a newer program
   */
  public Verdict<Ruled> deny(String id, String by, Optional<String> reason)
      throws IOException, StoreLocked, SchemaRefused {
    return with(operations -> operations.deny(id, by, reason));
  }

  /**
   * Revokes certificates, all that are named or none, and publishes a list that names them.
   *
   * @return what was revoked by this
   * @throws IOException when the authority cannot be reached or the list cannot be written
   * @throws StoreLocked when the authority is starting or stopping just now
   * @throws SchemaRefused when the folder was used by a newer program
   */
  public Verdict<List<RevokedCertificate>> revoke(RevocationOrder order)
      throws IOException, StoreLocked, SchemaRefused {
    return with(operations -> operations.revoke(order));
  }

  /**
   * The revocation lists in force, the newest issuing CA's first; a new one is made where that is
   * due.
   *
   * @throws IOException when the authority cannot be reached or the list cannot be written
   * @throws StoreLocked when the authority is starting or stopping just now
   * @throws SchemaRefused when the folder was used by a newer program
   */
  public Verdict<List<PublishedList>> revocationLists()
      throws IOException, StoreLocked, SchemaRefused {
    return with(Operations::revocationLists);
  }

  /**
   * Takes a file of expected devices in, whole or not at all.
   *
   * @param file its octets
   * @throws IOException when the authority cannot be reached
   * @throws StoreLocked when the authority is starting or stopping just now
   * @throws SchemaRefused when the folder was used by a newer program
   */
  public Verdict<ImportReport> takeInventory(byte[] file, ImportOrder order)
      throws IOException, StoreLocked, SchemaRefused {
    return with(operations -> operations.takeInventory(file, order));
  }

  /**
   * The expected devices, by manufacturer and serial number.
   *
   * @throws IOException when the authority cannot be reached
   * @throws StoreLocked when the authority is starting or stopping just now
   * @throws SchemaRefused when the folder was used by a newer program
   */
  public Verdict<List<Entry>> inventory() throws IOException, StoreLocked, SchemaRefused {
    return with(Operations::inventory);
  }

  /**
   * Removes devices from the inventory, all or none.
   *
   * @param by the operating-system user who wants it
   * @param reason why, for the record; may be empty
   * @throws IOException when the authority cannot be reached
   * @throws StoreLocked when the authority is starting or stopping just now
   * @throws SchemaRefused when the folder was used by a newer program
   */
  public Verdict<List<Entry>> removeFromInventory(List<Named> devices, String by, String reason)
      throws IOException, StoreLocked, SchemaRefused {
    return with(operations -> operations.removeFromInventory(devices, by, reason));
  }

  /**
   * Writes everything that a certificate rests on into a folder, with a script that checks it.
   *
   * @param out not there yet, or empty
   * @throws IOException when the authority cannot be reached or a file cannot be written
   * @throws StoreLocked when the authority is starting or stopping just now
   * @throws SchemaRefused when the folder was used by a newer program
   */
  public Verdict<EvidenceFolder.Written> evidence(EvidenceOrder order, Path out)
      throws IOException, StoreLocked, SchemaRefused {
    return switch (EvidenceFolder.at(out)) {
      case Verdict.Refused<EvidenceFolder>(var refusal) -> Verdict.refused(refusal);
      case Verdict.Accepted<EvidenceFolder>(var folder) ->
          switch (with(operations -> operations.evidence(order))) {
            case Verdict.Refused<Dossier>(var refusal) -> Verdict.refused(refusal);
            case Verdict.Accepted<Dossier>(var dossier) -> Verdict.accepted(folder.write(dossier));
          };
    };
  }

  private interface Wish<T> {
    Verdict<T> of(Operations operations) throws IOException;
  }

  private <T> Verdict<T> with(Wish<T> wish) throws IOException, StoreLocked, SchemaRefused {
    var running =
        new RunningRole(
            "the authority", folder.root(), folder.control(), CHECKS, SetupCheck.RUNNING);
    if (running.answers()) {
      return wish.of(new RemoteOperations(running));
    }
    return switch (Holdings.read(folder)) {
      case Verdict.Refused<Holdings>(var refusal) -> Verdict.refused(refusal);
      case Verdict.Accepted<Holdings>(var holdings) -> {
        try (var store = Store.open(folder.data(), Schema.MIGRATIONS, clock)) {
          yield switch (Office.of(folder, holdings, store, suite, clock)) {
            case Verdict.Refused<Office>(var refusal) -> Verdict.refused(refusal);
            case Verdict.Accepted<Office>(var office) ->
                wish.of(
                    new LedgerOperations(
                        folder,
                        holdings,
                        store,
                        office,
                        new Manufacturers(holdings.manufacturers()),
                        suite,
                        clock));
          };
        }
      }
    };
  }

  private static void write(Path file, String text) throws IOException {
    DurableFile.write(file, text.getBytes(StandardCharsets.UTF_8), false);
  }
}
