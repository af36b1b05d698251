package dev.brski.masa;

import dev.brski.masa.audit.Auditing;
import dev.brski.masa.audit.LogAccess;
import dev.brski.masa.endpoint.AddressGate;
import dev.brski.masa.endpoint.ControlRoutes;
import dev.brski.masa.endpoint.OwnershipRoutes;
import dev.brski.masa.endpoint.RequestAuditLog;
import dev.brski.masa.endpoint.RequestVoucher;
import dev.brski.masa.intake.Intake;
import dev.brski.masa.intake.KnownRequests;
import dev.brski.masa.intake.Quota;
import dev.brski.masa.issuing.Issuing;
import dev.brski.masa.issuing.NoncelessPolicy;
import dev.brski.masa.issuing.Renewals;
import dev.brski.masa.ledger.AuditLinks;
import dev.brski.masa.ledger.DeviceLogs;
import dev.brski.masa.ledger.DomainKeys;
import dev.brski.masa.ledger.Ledger;
import dev.brski.masa.ledger.Schema;
import dev.brski.masa.ownership.Ownership;
import dev.brski.masa.status.FetchedLists;
import dev.brski.masa.status.ListFolder;
import dev.brski.masa.status.ListServer;
import dev.brski.masa.status.RegistrarStatus;
import dev.brski.store.JournalHead;
import dev.brski.store.SchemaRefused;
import dev.brski.store.Store;
import dev.brski.store.StoreLocked;
import dev.brski.store.StoreUnavailable;
import dev.brski.time.Moment;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.DurableFile;
import dev.brski.trust.PathValidator;
import dev.brski.trust.ValidationLimits;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.AuditLog;
import dev.brski.voucher.VoucherCodec;
import dev.brski.voucher.VoucherLimits;
import dev.brski.voucher.check.RegistrarVoucherRequestValidation;
import dev.brski.wire.Call;
import dev.brski.wire.ClientCertificates;
import dev.brski.wire.ControlServer;
import dev.brski.wire.Egress;
import dev.brski.wire.HttpsServer;
import dev.brski.wire.NameResolver;
import dev.brski.wire.PeerFailure;
import dev.brski.wire.ServerSettings;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running MASA (RFC 8995 section 2.5.4): everything of one folder, wired here alone. */
public final class Masa implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Masa.class);

  private static final VoucherLimits LOG_LIMITS = new VoucherLimits(64 << 20, 0, 0, 8, 64);

  private static final int USUAL_HTTP_PORT = 80;

  /** How often a server is asked within an hour for revocation lists that it never gave. */
  private static final int NEW_LISTS_PER_HOUR = 240;

  /** The same for all servers together. */
  private static final int NEW_LISTS_OF_ALL_PER_HOUR = 960;

  private static final String ALL = "all";

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final URI url;

  private Masa(
      MasaFolder folder,
      Holdings holdings,
      PathValidator paths,
      InstantSource clock,
      NameResolver resolver)
      throws IOException, StoreLocked, SchemaRefused {
    boolean whole = false;
    try {
      var suite = CryptoSuite.standard();
      var codec = VoucherCodec.standard();
      var settings = holdings.settings();
      var store = keep(Store.open(folder.data(), Schema.MIGRATIONS, clock, settings.reserve()));
      DomainKeys.complete(store);
      var ledger = new Ledger(store, settings.voucherBudget());
      var validation =
          new RegistrarVoucherRequestValidation(
              suite,
              paths,
              codec,
              holdings.idevidAnchors(),
              settings.serialNumbers(),
              settings.oldestRequest());
      var ownership = new Ownership(store, settings.ownership(), paths);
      var intake =
          new Intake(
              codec,
              validation,
              new Quota(settings.registrarQuota(), System::nanoTime),
              new KnownRequests(),
              status(folder, settings.statusOfRegistrars(), suite, resolver, ownership));
      var issuing =
          new Issuing(
              intake,
              settings.pinned(),
              ownership,
              holdings.voucherSigner(),
              nonceless(holdings),
              new Renewals(suite, paths, holdings.noncelessAnchors()),
              ledger,
              suite,
              clock);
      var links = new AuditLinks(store, suite, settings.logLinkLife());
      removeOver(links, clock.instant());
      var auditing =
          new Auditing(
              intake,
              new LogAccess(settings.logClients(), paths),
              new DeviceLogs(store),
              settings.logForm(),
              links,
              clock);
      var gate = new AddressGate(new Quota(settings.addressQuota(), System::nanoTime));
      var routes =
          Stream.concat(
              Stream.of(new RequestVoucher(issuing).route()),
              new RequestAuditLog(auditing, clock).routes().stream());
      var server =
          keep(
              HttpsServer.start(
                  ServerSettings.on(settings.listen()),
                  holdings::tls,
                  ClientCertificates.REQUESTED,
                  routes.map(gate::before).toList()));
      var control = new ArrayList<>(new ControlRoutes(store).routes());
      control.addAll(new OwnershipRoutes(store, clock).routes());
      keep(ControlServer.start(folder.control(), control));
      url = URI.create("https://" + server.address());
      DurableFile.write(folder.url(), (url + "\n").getBytes(StandardCharsets.US_ASCII), false);
      keep(() -> DurableFile.delete(folder.url()));
      LOG.info("MASA at {}, pinning {}", url, settings.pinned());
      whole = true;
    } finally {
      if (!whole) {
        close();
      }
    }
  }

  /**
   * Starts the MASA of a folder.
   *
   * @return refused when the folder's settings, keys or anchors are unusable
   * @throws IOException when the address cannot be listened on or a file cannot be written
   * @throws StoreLocked when another program has the folder's store
   * @throws SchemaRefused when the folder was used by a newer program
   */
  public static Verdict<Masa> start(Path dir, InstantSource clock)
      throws IOException, StoreLocked, SchemaRefused {
    return start(dir, clock, NameResolver.system());
  }

  /**
   * The same with another way to find the addresses of names.
   *
   * @throws IOException when the address cannot be listened on or a file cannot be written
   * @throws StoreLocked when another program has the folder's store
   * @throws SchemaRefused when the folder was used by a newer program
   */
  static Verdict<Masa> start(Path dir, InstantSource clock, NameResolver resolver)
      throws IOException, StoreLocked, SchemaRefused {
    var folder = new MasaFolder(dir);
    var paths = PathValidator.standard(CryptoSuite.standard());
    return switch (Holdings.read(folder, paths, new Moment.Known(clock.instant()))) {
      case Verdict.Refused<Holdings>(var refusal) -> Verdict.refused(refusal);
      case Verdict.Accepted<Holdings>(var holdings) ->
          Verdict.accepted(
              new Masa(folder, holdings, pathsOfOthers(holdings.settings()), clock, resolver));
    };
  }

  private static PathValidator pathsOfOthers(MasaSettings settings) {
    return new PathValidator(
        CryptoSuite.standard(), settings.algorithms(), ValidationLimits.standard());
  }

  private static RegistrarStatus status(
      MasaFolder folder,
      RegistrarStatusSettings settings,
      CryptoSuite suite,
      NameResolver resolver,
      Ownership ownership) {
    var egress =
        new Egress(
            settings.servers(),
            USUAL_HTTP_PORT,
            "registrar-status.hosts in brski.yaml",
            resolver,
            ListServer.LIMITS.opening());
    var budget = new Quota(NEW_LISTS_PER_HOUR, System::nanoTime);
    var all = new Quota(NEW_LISTS_OF_ALL_PER_HOUR, System::nanoTime);
    return new RegistrarStatus(
        suite,
        new ListFolder(folder.revocationLists()),
        new FetchedLists(
            place -> egress.listed(place).map(host -> host.key(USUAL_HTTP_PORT)),
            new ListServer(egress, ListServer.LIMITS)::get,
            host ->
                all.delay(ALL).isEmpty() && budget.take(host).isEmpty() && all.take(ALL).isEmpty(),
            System::nanoTime),
        ownership::above,
        settings.otherwise(),
        System::nanoTime);
  }

  private static NoncelessPolicy nonceless(Holdings holdings) {
    var settings = holdings.settings().withoutNonce();
    if (settings.allowed()
        && holdings.noncelessSigner() instanceof Verdict.Refused<Credential>(Refusal refusal)) {
      LOG.warn("no voucher without a nonce is issued: {}", refusal);
    }
    return new NoncelessPolicy(
        holdings.noncelessSigner(), settings.goodFor(), settings.clockless());
  }

  /** Says what would keep the MASA of a folder from starting; the settings if nothing would. */
  public static Verdict<MasaSettings> check(Path dir, InstantSource clock) {
    return Holdings.read(
            new MasaFolder(dir),
            PathValidator.standard(CryptoSuite.standard()),
            new Moment.Known(clock.instant()))
        .map(Holdings::settings);
  }

  /**
   * Everything about a folder that would keep a device from its voucher, now or within 30 days; the
   * MASA may run or not.
   *
   * @return refused when not even the settings can be read
   */
  public static Verdict<Examined> examine(Path dir, InstantSource clock) {
    return Examination.of(new MasaFolder(dir), clock.instant());
  }

  /** Whether the journal of a folder is what was written; the MASA may run. */
  public static Verdict<JournalHead> journal(Path dir) {
    return Store.verifyJournal(new MasaFolder(dir).data());
  }

  /**
   * The audit log of a device: asked of the running MASA, or read from the store of one at rest.
   *
   * @throws PeerFailure when the running MASA does not answer
   * @throws StoreLocked when another program has the folder's store and does not answer
   * @throws SchemaRefused when the folder was used by a newer program
   */
  public static Verdict<AuditLog> log(Path dir, String serialNumber, InstantSource clock)
      throws PeerFailure, StoreLocked, SchemaRefused {
    var query = URLEncoder.encode(serialNumber, StandardCharsets.UTF_8).replace("+", "%20");
    return BesideMasa.of(dir, clock)
        .ask(
            running ->
                running
                    .exchange(Call.get("/log?serial=" + query))
                    .flatMap(reply -> AuditLog.parse(reply.body(), LOG_LIMITS, Integer.MAX_VALUE)),
            store -> Verdict.accepted(Ledger.auditLog(store, serialNumber)));
  }

  /** A full disk keeps nobody from starting; what is over is told to nobody meanwhile. */
  private static void removeOver(AuditLinks links, Instant now) {
    try {
      links.removeOver(now);
    } catch (StoreUnavailable e) {
      LOG.debug("the store, which has told why, takes nothing in now", e);
    }
  }

  /** Where registrars reach it. */
  public URI url() {
    return url;
  }

  /** Lets requests in flight end, and gives the folder free. */
  @Override
  public void close() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        LOG.error("a part of the MASA did not end cleanly: {}", e.getMessage(), e);
      }
    }
  }

  private <T extends AutoCloseable> T keep(T part) {
    parts.push(part);
    return part;
  }
}
