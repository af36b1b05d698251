package dev.brski.pledge;

import dev.brski.pledge.ScriptedRegistrar.Answer;
import dev.brski.time.Clock;
import dev.brski.trust.Credential;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.cmp.PKIBody;

/** A manufacturer, a domain and a device, with everything that can go wrong among them. */
final class World implements AutoCloseable {

  static final String SERIAL = "JADA-0001";

  final Path folder;
  final MovedTime time = new MovedTime();
  final List<Event> events = new ArrayList<>();

  final Issuer vendorRoot = Issuer.root("CN=ACME Root");
  final Issuer vendorCa = vendorRoot.authority("CN=ACME IDevID CA");
  final Issuer device = vendorCa.endEntity("O=ACME,2.5.4.5=" + SERIAL);
  final Issuer otherDevice = vendorCa.endEntity("O=ACME,2.5.4.5=JADA-0666");
  final Issuer voucherRoot = Issuer.root("CN=ACME Voucher Root");
  final Issuer masa = voucherRoot.endEntity("CN=ACME MASA");

  final Issuer domainRoot = Issuer.root("CN=Plant 7 Root");
  final Issuer domainCa = domainRoot.authority("CN=Plant 7 Issuing CA");
  final Issuer registrar = domainCa.endEntity("CN=Registrar", Issuer.CMC_RA);
  final Issuer authority = domainCa.endEntity("CN=RA", Issuer.CMC_RA);
  final Issuer otherDomainCa = Issuer.root("CN=Elsewhere Root").authority("CN=Elsewhere CA");

  volatile byte[] lastVoucher = new byte[0];
  private final List<ScriptedRegistrar> registrars = new ArrayList<>();

  World(Path folder) {
    this.folder = folder;
    try {
      Files.writeString(folder.resolve("idevid.pem"), pem(device.chain()));
      Files.writeString(folder.resolve("idevid.key"), pem(device.key()));
      Files.writeString(folder.resolve("masa-anchor.pem"), pem(List.of(voucherRoot.certificate())));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A registrar that does everything right. */
  ScriptedRegistrar registrar() {
    return registrar(registrar);
  }

  ScriptedRegistrar registrar(Issuer credential) {
    var made =
        new ScriptedRegistrar(credential)
            .on(ScriptedRegistrar.REQUEST_VOUCHER, this::rightVoucher)
            .on(ScriptedRegistrar.VOUCHER_STATUS, seen -> Answer.text(200, ""))
            .on(ScriptedRegistrar.ENROLL_STATUS, seen -> Answer.text(200, ""))
            .on(ScriptedRegistrar.INITIALIZATION, this::rightCertificate);
    registrars.add(made);
    return made;
  }

  Answer rightVoucher(ScriptedRegistrar.Seen seen) {
    lastVoucher = voucherFor(seen).signedBy(masa);
    return Answer.voucher(lastVoucher);
  }

  VoucherForge voucherFor(ScriptedRegistrar.Seen seen) {
    return VoucherForge.answering(seen.body(), domainCa.certificate());
  }

  /** A certificate that wants to be confirmed, then the answer to that. */
  Answer confirmedCertificate(ScriptedRegistrar.Seen seen) {
    var reply = Reply.to(seen.body(), authority);
    return Answer.pkixcmp(
        Reply.bodyType(seen.body()) == PKIBody.TYPE_INIT_REQ
            ? reply.ip(Reply.grant(seen.body(), domainCa))
            : reply.pkiConf());
  }

  Answer rightCertificate(ScriptedRegistrar.Seen seen) {
    return Answer.pkixcmp(
        Reply.to(seen.body(), authority)
            .withImplicitConfirm()
            .ip(Reply.grant(seen.body(), domainCa)));
  }

  Outcome onboard(ScriptedRegistrar... at) throws Exception {
    return onboard(Optional.empty(), at);
  }

  Outcome onboardWithoutWaiting(ScriptedRegistrar... at) throws Exception {
    return onboard(Optional.of(Duration.ZERO), at);
  }

  Outcome onboard(Optional<Duration> wait, ScriptedRegistrar... at) throws Exception {
    return onboarding().onboard(options(wait, urls(at)));
  }

  /** With another deadline for the voucher than four days. */
  Outcome onboardWithin(Duration deadline, Optional<Duration> wait, ScriptedRegistrar... at)
      throws Exception {
    var usual = options(wait, urls(at));
    return onboarding()
        .onboard(
            new OnboardOptions(
                usual.folder(),
                usual.registrars(),
                usual.patience(),
                usual.confirmation(),
                usual.key(),
                usual.profile(),
                usual.clock(),
                deadline,
                usual.redirectable()));
  }

  Outcome onboardStaying(ScriptedRegistrar at) throws Exception {
    return onboarding().onboard(options(Optional.empty(), urls(at)).staying());
  }

  Outcome onboardConfirming(ScriptedRegistrar at) throws Exception {
    return onboarding()
        .onboard(options(Optional.empty(), urls(at)).confirming(Confirmation.EXPLICIT));
  }

  OnboardOptions options(Optional<Duration> wait, List<URI> at) {
    return OnboardOptions.of(folder, at, wait, Clock.known(time::now));
  }

  Onboarding onboarding() {
    return Onboarding.standard(time, events::add);
  }

  Upkeep upkeep() {
    return Upkeep.standard(time, events::add);
  }

  UpkeepOptions member() {
    return UpkeepOptions.of(folder, Optional.empty(), Clock.known(time::now));
  }

  UpkeepOptions memberWithoutWaiting() {
    return UpkeepOptions.of(folder, Optional.of(Duration.ZERO), Clock.known(time::now));
  }

  /** The certificate that the folder holds, whose key must lie beside it. */
  X509Certificate ldevid() throws IOException {
    return Credential.read(folder.resolve("ldevid.pem"), folder.resolve("ldevid.key")).leaf();
  }

  /** Any other member of the domain. */
  Issuer neighbour() {
    return domainCa.endEntity("CN=JADA-0009");
  }

  PledgeStatus status() throws IOException {
    return onboarding().status(folder);
  }

  List<State> states() {
    return events.stream()
        .filter(Event.Entered.class::isInstance)
        .map(event -> ((Event.Entered) event).state())
        .toList();
  }

  static List<URI> urls(ScriptedRegistrar... at) {
    return List.of(at).stream().map(ScriptedRegistrar::url).toList();
  }

  @Override
  public void close() {
    registrars.forEach(ScriptedRegistrar::close);
  }

  static String pem(List<X509Certificate> certificates) {
    var text = new StringBuilder();
    for (var certificate : certificates) {
      try {
        text.append(pem("CERTIFICATE", certificate.getEncoded()));
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
    return text.toString();
  }

  static String pem(PrivateKey key) {
    return pem("PRIVATE KEY", key.getEncoded());
  }

  private static String pem(String label, byte[] der) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der)
        + "\n-----END "
        + label
        + "-----\n";
  }
}
