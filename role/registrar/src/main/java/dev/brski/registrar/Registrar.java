package dev.brski.registrar;

import dev.brski.cmp.MessageValidation;
import dev.brski.cmp.Pace;
import dev.brski.cmp.RequestValidation;
import dev.brski.cmp.ResponseValidation;
import dev.brski.inventory.Inventory;
import dev.brski.registrar.admission.Admission;
import dev.brski.registrar.admission.Clients;
import dev.brski.registrar.admission.Manufacturer;
import dev.brski.registrar.admission.Membership;
import dev.brski.registrar.admission.Terms;
import dev.brski.registrar.audit.AuditDelivery;
import dev.brski.registrar.audit.AuditPolicy;
import dev.brski.registrar.audit.AuditRules;
import dev.brski.registrar.carrier.Addressee;
import dev.brski.registrar.carrier.Answer;
import dev.brski.registrar.control.AuditDesk;
import dev.brski.registrar.control.AuditRoutes;
import dev.brski.registrar.control.BehalfRoutes;
import dev.brski.registrar.control.ControlRoutes;
import dev.brski.registrar.control.CredentialRoutes;
import dev.brski.registrar.control.InventoryDesk;
import dev.brski.registrar.control.InventoryRoutes;
import dev.brski.registrar.control.InventoryView;
import dev.brski.registrar.control.QueueDesk;
import dev.brski.registrar.control.QueueRoutes;
import dev.brski.registrar.control.StoredVouchersDesk;
import dev.brski.registrar.control.StoredVouchersRoutes;
import dev.brski.registrar.endpoint.Cmp;
import dev.brski.registrar.endpoint.Endpoints;
import dev.brski.registrar.endpoint.Telemetry;
import dev.brski.registrar.endpoint.VoucherRequests;
import dev.brski.registrar.enrollment.Answers;
import dev.brski.registrar.enrollment.Batches;
import dev.brski.registrar.enrollment.Delivery;
import dev.brski.registrar.enrollment.Forwarder;
import dev.brski.registrar.enrollment.Intake;
import dev.brski.registrar.enrollment.OnceOnly;
import dev.brski.registrar.enrollment.Passage;
import dev.brski.registrar.enrollment.Reception;
import dev.brski.registrar.enrollment.Told;
import dev.brski.registrar.imprint.HandOver;
import dev.brski.registrar.imprint.RegistrarRequest;
import dev.brski.registrar.imprint.StoredVoucherDelivery;
import dev.brski.registrar.imprint.VoucherDelivery;
import dev.brski.registrar.inventory.Authorization;
import dev.brski.registrar.onboarding.Onboarding;
import dev.brski.registrar.onboarding.Parcel.Destination;
import dev.brski.registrar.onboarding.Schema;
import dev.brski.registrar.outbox.Outbox;
import dev.brski.registrar.setup.RegistrarFolder;
import dev.brski.store.JournalHead;
import dev.brski.store.SchemaRefused;
import dev.brski.store.Store;
import dev.brski.store.StoreLocked;
import dev.brski.time.Clock;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.DurableFile;
import dev.brski.trust.Keyring.Generation;
import dev.brski.trust.PathValidator;
import dev.brski.trust.ValidationLimits;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.check.HandOverValidation;
import dev.brski.voucher.check.PledgeVoucherRequestValidation;
import dev.brski.wire.ClientCertificates;
import dev.brski.wire.ControlServer;
import dev.brski.wire.HostPort;
import dev.brski.wire.HttpsServer;
import dev.brski.wire.NameResolver;
import dev.brski.wire.Request;
import dev.brski.wire.Route;
import dev.brski.wire.ServerSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running registrar with its local RA (RFC 8995, RFC 9733): everything of one folder, wired here
 * and nowhere else.
 */
public final class Registrar implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Registrar.class);
  private static final String NONCE_KEY = "poll-nonce-key";

  /** Within this time the authority is not asked again what it has told. */
  private static final Duration SAME_ANSWER_FOR = Duration.ofMinutes(1);

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final URI url;

  private Registrar(
      RegistrarFolder folder, Holdings holdings, InstantSource source, NameResolver resolver)
      throws IOException, StoreLocked, SchemaRefused {
    var settings = holdings.settings();
    var suite = CryptoSuite.standard();
    var clock = Clock.known(source);
    var policy = settings.algorithms();
    var paths = new PathValidator(suite, policy, ValidationLimits.standard());
    IntFunction<Credential> credentials = number -> holdings.generation(number).credential();

    var started = source.instant();
    var store = keep(Store.open(folder.data(), Schema.MIGRATIONS, source, settings.reserve()));
    var onboarding = keep(new Onboarding(store, source, settings.limits()));
    var admission = new Admission(paths, clock, holdings.manufacturers());
    var members = new Membership(paths, holdings::domainCa, holdings::issuers, clock);
    var inventory = new Inventory(store, source, InventoryView.JOURNAL);
    var authorization =
        new Authorization(inventory, onboarding.joinRequests(), settings.strangers());

    Function<String, AuditPolicy> policies =
        manufacturer ->
            new AuditPolicy(
                admission
                    .manufacturer(manufacturer)
                    .map(Manufacturer::auditRules)
                    .orElseGet(AuditRules::none)
                    .orElse(settings.auditRules()));
    Function<String, Terms> terms =
        manufacturer ->
            admission.manufacturer(manufacturer).map(Manufacturer::terms).orElseGet(Terms::usual);
    var auditDelivery =
        new AuditDelivery(
            onboarding,
            policies,
            manufacturer -> terms.apply(manufacturer).tolerances(),
            holdings::domainIds,
            source);
    var handOver =
        new HandOver(new HandOverValidation(paths), holdings::authorityChains, terms, clock);
    var voucherDelivery =
        new VoucherDelivery(onboarding.imprints(), handOver, credentials, policies);
    var requests = new RequestValidation(suite, policy);
    var pace =
        new Pace(
            () ->
                onboarding.enrollments().waiting()
                    + onboarding.imprints().waiting()
                    + onboarding.joinRequests().waiting(),
            settings.pollBudget());
    var answers = new Answers(credentials, suite, clock, onboarding.secret(NONCE_KEY, suite), pace);
    var told = new Told(source, SAME_ANSWER_FOR, holdings::domainCa);
    var reception =
        new Reception(
            onboarding,
            new ResponseValidation(suite, policy, paths),
            requests,
            answers,
            told,
            holdings::domainCa,
            holdings.way().trust(paths),
            clock);
    var carriers =
        keep(
            new Carriers(
                holdings,
                admission,
                paths,
                clock,
                new Batches(
                    holdings.way().route(),
                    settings.batch(),
                    settings.upstreamRules().isOnceOnly(),
                    holdings::current,
                    suite,
                    new MessageValidation(suite, policy),
                    paths,
                    holdings::domainCa,
                    source),
                parcels ->
                    parcels.stream()
                        .allMatch(
                            parcel ->
                                parcel.isQuestion()
                                    || onboarding.parcels().left(parcel, source.instant())),
                resolver));
    boolean once = settings.upstreamRules().isOnceOnly();
    var delivery = new Delivery(onboarding, reception, once);
    reportLost(onboarding, once);
    var outbox =
        keep(
            new Outbox(
                onboarding.parcels(),
                carriers::to,
                destination ->
                    addressee(
                        destination,
                        new MasaAnswers(voucherDelivery, auditDelivery),
                        once ? new OnceOnly(delivery, !settings.isPlain()) : delivery),
                source,
                new SecureRandom()));

    var forwarder = new Forwarder(settings.upstreamRules().form(), credentials, suite, clock);
    var vouchers =
        new VoucherRequests(
            onboarding.imprints(),
            admission,
            authorization,
            new PledgeVoucherRequestValidation(suite),
            new RegistrarRequest(holdings::domainCa, suite, source),
            outbox::ring,
            request -> shown(holdings, request),
            pace,
            switch (settings.stored()) {
              case NEVER -> (_, _) -> false;
              case WHEN_MASA_IS_AWAY ->
                  new StoredVoucherDelivery(
                          onboarding.storedVouchers(),
                          handOver,
                          credentials,
                          policies,
                          outbox::ring)
                      ::helps;
            },
            (manufacturer, imprint) ->
                policies.apply(manufacturer).goesOnWithoutLog()
                    && onboarding
                        .reviews()
                        .passOver(imprint, "no audit log came in time", settings.patience()),
            settings.domain(),
            settings.patience());
    var cmp =
        new Cmp(
            onboarding,
            admission,
            new Clients(admission, members),
            authorization,
            new Intake(
                paths,
                new MessageValidation(suite, policy),
                requests,
                admission::anchors,
                members,
                answers,
                clock),
            forwarder,
            answers,
            told,
            new Passage(onboarding.enrollments(), reception, forwarder, carriers.authority(), once),
            outbox::ring,
            request -> shown(holdings, request).number(),
            settings.domain(),
            settings.patience());

    var own = new OwnCredential(folder, holdings, store, onboarding, carriers.authority(), source);
    var representation =
        keep(
            new Representation(
                holdings,
                store,
                onboarding,
                authorization,
                admission::manufacturers,
                carriers.authority(),
                Representation.AT_ONCE,
                source));
    var presented = new Presented(holdings.keyring(), onboarding.generations(), source);
    var server =
        keep(
            HttpsServer.start(
                ServerSettings.on(settings.listen()),
                presented,
                ClientCertificates.REQUESTED,
                new Endpoints(vouchers, new Telemetry(onboarding, admission, outbox::ring), cmp)
                    .routes()));
    var _ = server.closing().thenRun(onboarding::close);
    if (settings.upstreamRules().allowsRenewal()) {
      keep(
          Lookout.of(
              "renewal",
              () -> own.renewal().look(settings.renewsItself()),
              "this registrar's credential is not renewed"));
    }
    keep(
        Lookout.of(
            "behalf",
            representation.onBehalf()::look,
            "what this registrar requests for others does not go on"));
    keep(
        ControlServer.start(
            folder.control(),
            controls(
                new ControlRoutes(store, onboarding.register(), () -> reload(folder, admission)),
                new QueueRoutes(
                    new QueueDesk(
                        onboarding,
                        parcel -> parcel.created().isBefore(started) || outbox.isUnderWay(parcel),
                        outbox::tryNow,
                        (parcel, message) ->
                            delivery.brought(
                                parcel, Batches.unpacked(Answer.brought("a file", message))),
                        source)),
                new AuditRoutes(new AuditDesk(onboarding)),
                new StoredVouchersRoutes(
                    new StoredVouchersDesk(
                        onboarding.storedVouchers(), handOver, holdings::current, source)),
                new InventoryRoutes(
                    new InventoryDesk(
                        inventory,
                        onboarding,
                        () -> InventoryView.names(admission.manufacturers()))),
                new CredentialRoutes(own.desk(() -> Optional.of(presented.generation().number()))),
                new BehalfRoutes(representation.desk()))));
    url = URI.create("https://" + server.address());
    DurableFile.write(folder.url(), (url + "\n").getBytes(StandardCharsets.US_ASCII), false);
    keep(() -> DurableFile.delete(folder.url()));
    if (settings.upstreamRules().answersUnderPin() && holdings.authorityChains().isEmpty()) {
      LOG.warn(
          "{} is missing: vouchers are handed on without knowing whether the authority's answers"
              + " verify under their pin",
          folder.authorityChain());
    }
    LOG.info(
        "registrar of {} at {}, {} manufacturers, authority {}",
        settings.domain(),
        url,
        admission.manufacturers().size(),
        settings.authority());
  }

  /** Says where the registrar of a folder would listen, or what keeps it from starting. */
  public static Verdict<HostPort> check(Path dir) {
    return Holdings.read(new RegistrarFolder(dir)).map(holdings -> holdings.settings().listen());
  }

  /** Whether the journal of a folder is what was written; the registrar may run. */
  public static Verdict<JournalHead> journal(Path dir) {
    return Store.verifyJournal(new RegistrarFolder(dir).data());
  }

  /**
   * Starts the registrar of a folder; what waits from before goes on at once.
   *
   * @return refused when the folder's settings, keys or manufacturers are unusable
   * @throws IOException when the address cannot be listened on or a file cannot be written
   * @throws StoreLocked when another program has the folder's store
   * @throws SchemaRefused when the folder was used by a newer program
   */
  public static Verdict<Registrar> start(Path dir, InstantSource clock)
      throws IOException, StoreLocked, SchemaRefused {
    return start(dir, clock, NameResolver.system());
  }

  /**
   * The same with another way to find the addresses of those MASAs that certificates name.
   *
   * @throws IOException when the address cannot be listened on or a file cannot be written
   * @throws StoreLocked when another program has the folder's store
   * @throws SchemaRefused when the folder was used by a newer program
   */
  static Verdict<Registrar> start(Path dir, InstantSource clock, NameResolver resolver)
      throws IOException, StoreLocked, SchemaRefused {
    var folder = new RegistrarFolder(dir);
    return switch (Holdings.read(folder)) {
      case Verdict.Refused<Holdings>(var refusal) -> Verdict.refused(refusal);
      case Verdict.Accepted<Holdings>(Holdings holdings) ->
          Verdict.accepted(new Registrar(folder, holdings, clock, resolver));
    };
  }

  /** Where pledges reach it. */
  public URI url() {
    return url;
  }

  /** Lets requests in flight end and gives the folder free; what waits stays in the store. */
  @Override
  public void close() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        LOG.error("a part of the registrar did not end cleanly: {}", e.getMessage(), e);
      }
    }
  }

  private <T extends AutoCloseable> T keep(T part) {
    parts.push(part);
    return part;
  }

  private static Verdict<Integer> reload(RegistrarFolder folder, Admission admission) {
    return Holdings.manufacturers(folder)
        .map(
            manufacturers -> {
              admission.take(manufacturers);
              return manufacturers.size();
            });
  }

  /** What had left when the program ended before, and gets nothing twice. */
  private static void reportLost(Onboarding onboarding, boolean once) {
    for (var parcel : onboarding.parcels().resending(once)) {
      LOG.error(
          "device {}: the {} was posted when {} could get the same again; whether it has it is not"
              + " known. It is not sent again. Find out there, and then: brski queue resolve {}",
          parcel.serialNumber(),
          parcel.kind().title(),
          parcel.destination().title(),
          parcel.id());
    }
    for (var parcel : onboarding.parcels().lostByHalt()) {
      LOG.error(
          "device {}: this registrar ended before it had an answer to the {}; whether {} has it is"
              + " not known. It is not sent again. Find out there, and then: brski queue resolve"
              + " {}",
          parcel.serialNumber(),
          parcel.kind().title(),
          parcel.destination().title(),
          parcel.id());
    }
  }

  private static Addressee addressee(Destination destination, MasaAnswers masa, Addressee answers) {
    return switch (destination) {
      case Destination.Masa _ -> masa;
      case Destination.Authority _ -> answers;
    };
  }

  private static List<Route> controls(
      ControlRoutes registrar,
      QueueRoutes queue,
      AuditRoutes audit,
      StoredVouchersRoutes vouchers,
      InventoryRoutes inventory,
      CredentialRoutes credential,
      BehalfRoutes behalf) {
    return Stream.of(
            registrar.routes(),
            queue.routes(),
            audit.routes(),
            vouchers.routes(),
            inventory.routes(),
            credential.routes(),
            behalf.routes())
        .flatMap(List::stream)
        .toList();
  }

  private static Generation shown(Holdings holdings, Request request) {
    return holdings.keyring().generations().stream()
        .filter(known -> known.credential().leaf().equals(request.localChain().getFirst()))
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("a connection showed none of our certificates"));
  }
}
