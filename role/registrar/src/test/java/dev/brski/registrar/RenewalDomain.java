package dev.brski.registrar;

import dev.brski.cmp.CertificationDraft;
import dev.brski.cmp.CmpComposer;
import dev.brski.cmp.CmpLimits;
import dev.brski.cmp.CmpMessage;
import dev.brski.cmp.Grant;
import dev.brski.cmp.ReplyTo;
import dev.brski.issuance.CertificateProfile;
import dev.brski.issuance.Validity;
import dev.brski.registrar.carrier.Answer;
import dev.brski.registrar.carrier.Upstream;
import dev.brski.registrar.onboarding.Onboarding;
import dev.brski.registrar.onboarding.Schema;
import dev.brski.registrar.renewal.Renewal;
import dev.brski.registrar.renewal.Renewals;
import dev.brski.registrar.setup.RegistrarFolder;
import dev.brski.store.Store;
import dev.brski.time.Clock;
import dev.brski.trust.Credential;
import dev.brski.trust.Keyring;
import dev.brski.wire.PeerFailure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The folder of a registrar at rest whose credential is in its last third, a date that a test
 * moves, and an authority that answers as it wants. What is made anew over the folder is what a
 * restart makes.
 */
final class RenewalDomain implements Upstream {

  /** The power is cut. */
  static final class Cut extends Error {
    private static final long serialVersionUID = 1;
  }

  /** How the authority answers a message. */
  interface Script {
    Answer answer(CmpMessage message) throws PeerFailure;
  }

  /** What is done with a registrar's own credential before the next restart. */
  interface Work<T> {
    T with(OwnCredential own) throws Exception;
  }

  final World world;
  final X509Certificate present;
  final List<CmpMessage> asked = new ArrayList<>();
  final AtomicReference<Script> script = new AtomicReference<>(this::grant);
  final List<X509Certificate> issued = new ArrayList<>();
  private final RegistrarFolder folder;
  Instant now = Instant.parse("2026-11-01T00:00:00Z");

  /** Ends the registrar of a world, and gives it a credential that is to be renewed. */
  RenewalDomain(World world, Path dir) throws Exception {
    this.world = world;
    this.folder = new RegistrarFolder(dir);
    world.registrar.close();
    var made =
        World.ISSUER.credential(
            world.issuingCa,
            registrar(new Validity(now.minus(Duration.ofDays(300)), now.plus(days(60)))));
    present =
        Keyring.open(folder.keyring())
            .add(new Credential(made.key(), List.of(made.leaf(), world.issuingCa.leaf())))
            .credential()
            .leaf();
  }

  static Duration days(int days) {
    return Duration.ofDays(days);
  }

  static CertificateProfile registrar(Validity validity) {
    return CertificateProfile.registrar("registrar", validity);
  }

  Validity year() {
    return Validity.lasting(now, days(365));
  }

  /** The registrar is started, does something, and ends, one way or another. */
  <T> T started(Work<T> work) throws Exception {
    return started((own, _) -> work.with(own));
  }

  /** The same with what it keeps. */
  <T> T started(Working<T> work) throws Exception {
    var holdings = World.accepted(Holdings.read(folder));
    try (var store = Store.open(folder.data(), Schema.MIGRATIONS, () -> now);
        var onboarding = new Onboarding(store, () -> now)) {
      return work.with(
          new OwnCredential(folder, holdings, store, onboarding, this, () -> now), store);
    }
  }

  /** Work that looks into the store, too. */
  interface Working<T> {
    T with(OwnCredential own, Store store) throws Exception;
  }

  /** One look of the schedule, after a start. */
  void look() throws Exception {
    started(
        own -> {
          own.renewal().look(true);
          return true;
        });
  }

  Optional<Renewal> latest() throws Exception {
    return started((_, store) -> new Renewals(store, () -> now).latest());
  }

  List<String> journal() throws Exception {
    return started(
        (_, store) -> store.journalAfter(0, 1000).stream().map(entry -> entry.kind()).toList());
  }

  Keyring.Generation newest() throws Exception {
    return Keyring.open(folder.keyring()).current();
  }

  @Override
  public Answer ask(String label, byte[] message) throws PeerFailure {
    if (!label.equals("keyupdate") && !label.equals("getrootupdate")) {
      throw new AssertionError("the authority was asked at " + label);
    }
    var parsed = World.accepted(CmpMessage.parse(message, CmpLimits.standard()));
    asked.add(parsed);
    return script.get().answer(parsed);
  }

  /** The answer of an authority that does what it should. */
  Answer grant(CmpMessage kur) {
    return pki(granted(kur, registrar(year()), Optional.empty()));
  }

  /** A kup with a certificate of a profile, for the key wanted or another one. */
  CmpMessage granted(CmpMessage kur, CertificateProfile profile, Optional<PublicKey> other) {
    return granted(kur, profile, other, world.issuingCa);
  }

  CmpMessage granted(
      CmpMessage kur, CertificateProfile profile, Optional<PublicKey> other, Credential issuer) {
    var certificate = World.ISSUER.issue(issuer, other.orElseGet(() -> requestedKey(kur)), profile);
    issued.add(certificate);
    return composer(world.responderChain())
        .granted(
            ReplyTo.of(kur),
            Grant.of(
                certificate,
                List.of(issuer.leaf()),
                kur.implicitConfirm()
                    ? new Grant.Confirmation.Implicit()
                    : new Grant.Confirmation.Explicit()));
  }

  static PublicKey requestedKey(CmpMessage kur) {
    return World.accepted(
            new dev.brski.cmp.RequestValidation(
                    World.SUITE, dev.brski.trust.AlgorithmPolicy.standard())
                .validate(
                    kur,
                    kur.extraCerts().getFirst(),
                    dev.brski.cmp.RequestValidation.Requester.END_ENTITY))
        .publicKey();
  }

  CmpComposer composer(Credential signer) {
    return new CmpComposer(signer, World.SUITE, Clock.known(() -> now));
  }

  static Answer pki(CmpMessage message) {
    return answer(200, "application/pkixcmp", message.encoded(), Optional.empty());
  }

  static Answer plain(int status, Optional<Duration> retryAfter) {
    return answer(status, "text/plain", "not now".getBytes(StandardCharsets.US_ASCII), retryAfter);
  }

  private static Answer answer(
      int status, String mediaType, byte[] content, Optional<Duration> retryAfter) {
    return new Answer("127.0.0.1:1", status, mediaType, content, "not now", retryAfter);
  }

  CertificateProfile registrarForAYear() {
    return registrar(year());
  }

  /** A credential that the authority made for this registrar. */
  Credential madeByHand() {
    var made = World.ISSUER.credential(world.issuingCa, registrarForAYear());
    return new Credential(made.key(), List.of(made.leaf(), world.issuingCa.leaf()));
  }

  /** A kur of somebody else's. */
  CmpMessage otherKur() {
    var other = madeByHand();
    return composer(other)
        .certificationRequest(
            CertificationDraft.kur(other.leaf(), World.SUITE.generateKeyPair(), World.SUITE));
  }

  /** What another domain's authority signs its answers with. */
  Credential stranger() {
    return World.ISSUER.credential(
        world.deviceRoot, CertificateProfile.responder("ra", World.VALIDITY));
  }

  Path file(String name) {
    return folder.keyring().resolve(name);
  }
}
