package dev.brski.authority;

import dev.brski.authority.control.ControlRoutes;
import dev.brski.authority.control.LedgerOperations;
import dev.brski.authority.control.Office;
import dev.brski.authority.endpoint.CmpEndpoint;
import dev.brski.authority.endpoint.Responder;
import dev.brski.authority.intake.InnerLayer;
import dev.brski.authority.intake.Intake;
import dev.brski.authority.intake.Manufacturers;
import dev.brski.authority.intake.OuterLayer;
import dev.brski.authority.intake.ReplacedLayer;
import dev.brski.authority.intake.Signers;
import dev.brski.authority.issuing.Authorities;
import dev.brski.authority.issuing.Confirming;
import dev.brski.authority.issuing.Deciding;
import dev.brski.authority.issuing.Informing;
import dev.brski.authority.issuing.Profiling;
import dev.brski.authority.issuing.RenewingRegistrars;
import dev.brski.authority.issuing.RequestTemplates;
import dev.brski.authority.issuing.RevokingOnRequest;
import dev.brski.authority.ledger.Acceptance;
import dev.brski.authority.ledger.AcpAddresses;
import dev.brski.authority.ledger.Confirmations;
import dev.brski.authority.ledger.DomainRoots;
import dev.brski.authority.ledger.IssuedCertificates;
import dev.brski.authority.ledger.IssuingCas;
import dev.brski.authority.ledger.Owners;
import dev.brski.authority.ledger.Refusals;
import dev.brski.authority.ledger.RegistrarUpdates;
import dev.brski.authority.ledger.Registrars;
import dev.brski.authority.ledger.RevocationRequests;
import dev.brski.authority.ledger.Schema;
import dev.brski.authority.ledger.Secrets;
import dev.brski.authority.ledger.TransactionIds;
import dev.brski.authority.ledger.UnconfirmedUpdates;
import dev.brski.authority.setup.AuthorityFolder;
import dev.brski.authority.setup.Completeness;
import dev.brski.authority.setup.Holdings;
import dev.brski.authority.setup.Outlook;
import dev.brski.authority.status.StatusOutlook;
import dev.brski.authority.status.StatusService;
import dev.brski.authority.waiting.Polling;
import dev.brski.authority.waiting.WaitingAnswers;
import dev.brski.cmp.CmpComposer;
import dev.brski.cmp.MessageValidation;
import dev.brski.cmp.Pace;
import dev.brski.cmp.PollNonce;
import dev.brski.cmp.RequestValidation;
import dev.brski.cmp.SignerTrust;
import dev.brski.store.JournalHead;
import dev.brski.store.SchemaRefused;
import dev.brski.store.Store;
import dev.brski.store.StoreLocked;
import dev.brski.time.Clock;
import dev.brski.trust.Anchors;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.DurableFile;
import dev.brski.trust.PathValidator;
import dev.brski.trust.Purpose;
import dev.brski.trust.ValidationLimits;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.wire.ClientCertificates;
import dev.brski.wire.ControlServer;
import dev.brski.wire.HostPort;
import dev.brski.wire.HttpsServer;
import dev.brski.wire.ServerSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running authority, RA and CA in one: everything of one folder, wired here and nowhere else. */
public final class Authority implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Authority.class);
  private static final int REFUSALS_AN_HOUR = 600;

  /** What was opened, to be closed in the opposite order. */
  private static final class Parts implements AutoCloseable {

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    <T extends AutoCloseable> T keep(T part) {
      open.push(part);
      return part;
    }

    @Override
    public void close() {
      while (!open.isEmpty()) {
        try {
          open.pop().close();
        } catch (Exception e) {
          LOG.error("a part of the authority did not end cleanly: {}", e.getMessage(), e);
        }
      }
    }
  }

  /** Where it can be reached. */
  private record Places(URI url, Optional<HostPort> ocsp) {}

  private final Parts parts;
  private final Places places;

  private Authority(Parts parts, Places places) {
    this.parts = parts;
    this.places = places;
  }

  private static Verdict<Places> open(
      Parts parts, AuthorityFolder folder, Holdings holdings, InstantSource source)
      throws IOException, StoreLocked, SchemaRefused {
    var suite = CryptoSuite.standard();
    var store =
        parts.keep(
            Store.open(folder.data(), Schema.MIGRATIONS, source, holdings.settings().reserve()));
    Owners.complete(store);
    return switch (Office.of(folder, holdings, store, suite, source)) {
      case Verdict.Refused<Office>(var refusal) -> Verdict.refused(refusal);
      case Verdict.Accepted<Office>(var office) ->
          switch (status(parts, folder, holdings, store, source)) {
            case Verdict.Refused<Optional<StatusService>>(var refusal) -> Verdict.refused(refusal);
            case Verdict.Accepted<Optional<StatusService>>(var status) ->
                Verdict.accepted(open(parts, folder, holdings, store, office, status, source));
          };
    };
  }

  private static Verdict<Optional<StatusService>> status(
      Parts parts, AuthorityFolder folder, Holdings holdings, Store store, InstantSource source)
      throws IOException {
    var settings = holdings.settings().ocsp();
    if (settings.isEmpty()) {
      return Verdict.accepted(Optional.empty());
    }
    return StatusService.start(
            folder, holdings, settings.get(), store, CryptoSuite.standard(), source)
        .map(service -> Optional.of(parts.keep(service)));
  }

  private static Places open(
      Parts parts,
      AuthorityFolder folder,
      Holdings holdings,
      Store store,
      Office office,
      Optional<StatusService> status,
      InstantSource source)
      throws IOException {
    var suite = CryptoSuite.standard();
    var manufacturers = new Manufacturers(holdings.manufacturers());
    var responder =
        responder(holdings, store, office, manufacturers, suite, source, Clock.known(source));
    var server =
        parts.keep(
            HttpsServer.start(
                ServerSettings.on(holdings.settings().listen()),
                holdings::tls,
                ClientCertificates.NONE,
                new CmpEndpoint(responder).routes()));
    parts.keep(
        ControlServer.start(
            folder.control(),
            new ControlRoutes(
                    store,
                    new LedgerOperations(
                        folder, holdings, store, office, manufacturers, suite, source))
                .routes()));
    parts.keep(
        Schedule.of(
            new UnconfirmedUpdates(store, source),
            office.revoking(),
            () -> status.ifPresent(StatusService::renewSigners)));
    var url = URI.create("https://" + server.address());
    DurableFile.write(folder.url(), (url + "\n").getBytes(StandardCharsets.US_ASCII), false);
    parts.keep(() -> DurableFile.delete(folder.url()));
    return new Places(url, status.map(StatusService::address));
  }

  private static Responder responder(
      Holdings holdings,
      Store store,
      Office office,
      Manufacturers manufacturers,
      CryptoSuite suite,
      InstantSource source,
      Clock clock) {
    var settings = holdings.settings();
    var algorithms = settings.algorithms();
    var paths = new PathValidator(suite, algorithms, ValidationLimits.standard());
    var validation = new MessageValidation(suite, algorithms);
    var composer = new CmpComposer(holdings.responder(), suite, clock);
    var confirmations = new Confirmations(store, source);

    var profiling =
        new Profiling(
            holdings.profiles(),
            manufacturers,
            office.inventory(),
            new AcpAddresses(store, suite, source));
    var registrars = new Registrars(store, source);
    var outer =
        new OuterLayer(
            validation,
            SignerTrust.anchored(
                paths, Anchors.of(holdings.rootCertificates()), Purpose.CMP_SIGNER),
            holdings.issuers(),
            registrars,
            clock);
    var signers =
        new Signers(
            validation,
            paths,
            manufacturers,
            holdings.rootCertificates(),
            holdings.issuers(),
            new IssuedCertificates(store),
            registrars,
            clock);
    var issuing = office.issuing();
    var waiting =
        new WaitingAnswers(
            composer,
            new PollNonce(new Secrets(store, suite).pollNonceKey(), suite),
            new Pace(office.approvals()::count, settings.pollBudget()));
    var unconfirmed = new UnconfirmedUpdates(store, source);
    var updates = new RegistrarUpdates(store, source, settings.certificateBudget());
    var renewing =
        new RenewingRegistrars(
            settings.issuingPolicy(),
            updates,
            office.registrarCertificates(),
            composer,
            suite,
            source);
    int resumed = issuing.resume() + renewing.resume();
    int overdue = confirmations.expireOverdue() + unconfirmed.expireOverdue();
    LOG.info(
        "authority of {}: root {}, issuing CA {}, {} manufacturers, {} enrollments resumed, {}"
            + " confirmations overdue, {} requests held",
        settings.domain(),
        holdings.root().generation(),
        holdings.issuingCa().generation(),
        holdings.manufacturers().size(),
        resumed,
        overdue,
        office.approvals().count());
    var requests = new RequestValidation(suite, algorithms);
    return new Responder(
        new Intake(
            outer,
            signers,
            new InnerLayer(requests),
            new ReplacedLayer(
                settings.replaced(), requests, signers, manufacturers, office.inventory()),
            settings.consent(),
            Stream.concat(
                    holdings.rootCertificates().stream(), holdings.issuingCertificates().stream())
                .toList()),
        new Deciding(settings.issuingPolicy(), profiling, office.reserving(), office.enrollments()),
        new Acceptance(store, source, settings.certificateBudget()),
        issuing,
        renewing,
        waiting,
        new Polling(validation, signers.trust(), office.enrollments(), issuing, waiting, clock),
        new Confirming(
            suite,
            validation,
            signers.trust(),
            office.enrollments(),
            confirmations,
            updates,
            office.revoking(),
            composer,
            clock),
        new RevokingOnRequest(new RevocationRequests(store, source), office.revoking(), composer),
        new Informing(
            new Authorities(holdings.issuers(), holdings.roots()),
            new RequestTemplates(profiling, settings.issuingPolicy(), algorithms),
            office.publishing(),
            settings.crlUrl(),
            new TransactionIds(store),
            composer,
            source),
        new Refusals(store, source, REFUSALS_AN_HOUR),
        composer);
  }

  /**
   * Says where the authority of a folder would listen, or what keeps it from starting: of its
   * files, of its store, or of what the one knows of the other. The authority may run. Of a store
   * that an older program made nothing is said but that: it is migrated at the start.
   *
   * @throws SchemaRefused when the folder was used by a newer program
   * @throws dev.brski.store.StoreUnavailable when the store cannot be read, or is damaged
   */
  public static Verdict<HostPort> check(Path dir, InstantSource clock) throws SchemaRefused {
    var folder = new AuthorityFolder(dir);
    return switch (Holdings.read(folder)) {
      case Verdict.Refused<Holdings>(var refusal) -> Verdict.refused(refusal);
      case Verdict.Accepted<Holdings>(var holdings) ->
          Store.readBeside(
                  folder.data(),
                  Schema.MIGRATIONS,
                  reading ->
                      Completeness.objection(
                          holdings,
                          DomainRoots.known(reading),
                          IssuingCas.known(reading),
                          clock.instant()))
              .flatMap(objection -> objection)
              .map(Verdict::<HostPort>refused)
              .orElseGet(() -> Verdict.accepted(holdings.settings().listen()));
    };
  }

  /**
   * What of the folder's credentials ends soon or is needed still, most urgent first; none of it
   * keeps the authority from starting.
   */
  public static Verdict<List<Refusal>> outlook(Path dir, InstantSource clock) {
    var folder = new AuthorityFolder(dir);
    return Holdings.read(folder)
        .map(
            holdings ->
                Stream.concat(
                        Outlook.of(holdings, clock.instant()).stream(),
                        StatusOutlook.of(folder, holdings, clock.instant()).stream())
                    .toList());
  }

  /** Whether the journal of a folder is what was written; the authority may run. */
  public static Verdict<JournalHead> journal(Path dir) {
    return Store.verifyJournal(new AuthorityFolder(dir).data());
  }

  /**
   * Starts the authority of a folder; what a crash left between decision and answer is finished
   * first.
   *
   * @return refused when the folder's settings, keys or manufacturers are unusable
   * @throws IOException when the address cannot be listened on or a file cannot be written
   * @throws StoreLocked when another program has the folder's store
   * @throws SchemaRefused when the folder was used by a newer program
   */
  public static Verdict<Authority> start(Path dir, InstantSource clock)
      throws IOException, StoreLocked, SchemaRefused {
    var folder = new AuthorityFolder(dir);
    return switch (Holdings.read(folder)) {
      case Verdict.Refused<Holdings>(var refusal) -> Verdict.refused(refusal);
      case Verdict.Accepted<Holdings>(var holdings) -> start(folder, holdings, clock);
    };
  }

  private static Verdict<Authority> start(
      AuthorityFolder folder, Holdings holdings, InstantSource clock)
      throws IOException, StoreLocked, SchemaRefused {
    var parts = new Parts();
    boolean started = false;
    try {
      var authority =
          open(parts, folder, holdings, clock).map(places -> new Authority(parts, places));
      started = authority instanceof Verdict.Accepted<Authority>;
      return authority;
    } finally {
      if (!started) {
        parts.close();
      }
    }
  }

  /** Where registrars reach it. */
  public URI url() {
    return places.url();
  }

  /** Where the status of certificates is asked for, if it tells that. */
  public Optional<HostPort> ocsp() {
    return places.ocsp();
  }

  /** Lets requests in flight end and gives the folder free. */
  @Override
  public void close() {
    parts.close();
  }
}
