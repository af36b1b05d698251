package dev.brski.proof.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.acceptance.rules.Cast;
import dev.brski.proof.acceptance.rules.Side;
import dev.brski.proof.acceptance.rules.Start;
import dev.brski.proof.acceptance.rules.Target;
import dev.brski.proof.kit.Device;
import dev.brski.proof.kit.Plant;
import dev.brski.proof.kit.cmp.CmpDraft;
import dev.brski.proof.kit.cmp.CmpReply;
import dev.brski.proof.kit.cmp.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** An authority and a registrar, each with devices of its own to be spoken to as. */
final class RulesPlant implements AutoCloseable {

  private static final String CMP = "/.well-known/cmp";

  private final Plant plant;
  private final List<Target> targets;
  private final Target described;
  private final long certificatesAtFirst;

  private RulesPlant(Plant plant, List<Target> targets, Target described) throws IOException {
    this.plant = plant;
    this.targets = targets;
    this.described = described;
    this.certificatesAtFirst = certificates();
  }

  private long certificates() throws IOException {
    return plant
        .authority()
        .control("/certificates")
        .valueStream()
        .filter(line -> line.required("device").asString().startsWith("WIRE-"))
        .count();
  }

  /** The ledger has what was granted here, and nothing for any message that was refused. */
  void demandNothingElseIsIssued() throws IOException {
    assertThat(certificates() - certificatesAtFirst)
        .isEqualTo(
            Stream.concat(targets.stream(), Stream.of(described)).mapToInt(Target::granted).sum());
  }

  /** Both run, and their devices have a voucher or a certificate. */
  static RulesPlant make(Path folder) throws Exception {
    var plant = Plant.resting(folder);
    try {
      plant.authority().configure("certificates-per-day: 1000");
      plant.registrar().configure("answer-within: 60s");
      plant.authority().start();
      plant.registrar().start();
      var targets = targets(plant);
      return new RulesPlant(plant, targets, described(folder, plant));
    } catch (Exception | Error e) {
      plant.close();
      throw e;
    }
  }

  List<Target> targets() {
    return targets;
  }

  /** The authority once more, as a file describes it to whoever knows nothing else of it. */
  Target described() {
    return described;
  }

  Target target(Side side) {
    return targets.stream().filter(target -> target.side() == side).findFirst().orElseThrow();
  }

  private static List<Target> targets(Plant plant) throws Exception {
    var another = identity(imprinted(plant, "WIRE-3"));
    var member = enrolled(plant, imprinted(plant, "WIRE-4"));
    var behindRegistrar = identity(imprinted(plant, "WIRE-1"));
    var behindAuthority = imprinted(plant, "WIRE-2");
    var registrar = plant.registrar().folder();
    var ra = Identity.read(registrar.resolve("registrar.pem"), registrar.resolve("registrar.key"));
    return List.of(
        target(
            plant,
            Side.AUTHORITY,
            new Cast(
                identity(behindAuthority),
                another,
                member,
                enrolled(plant, imprinted(plant, "WIRE-5")),
                Optional.of(ra),
                Optional.of(maker(plant)),
                Optional.of(domain(plant))),
            Optional.of(Files.readAllBytes(behindAuthority.file("voucher.vcj")))),
        target(
            plant,
            Side.REGISTRAR,
            new Cast(
                behindRegistrar,
                another,
                member,
                enrolled(plant, imprinted(plant, "WIRE-6")),
                Optional.empty(),
                Optional.of(maker(plant)),
                Optional.of(domain(plant))),
            Optional.empty()));
  }

  private static Target described(Path folder, Plant plant) throws Exception {
    var device = imprinted(plant, "WIRE-7");
    var lines = new StringBuilder();
    line(lines, "url", plant.authority().url().resolve(CMP));
    line(lines, "anchor", plant.domainCa());
    line(lines, "voucher", device.file("voucher.vcj"));
    named(lines, "device", device.folder().resolve("idevid"));
    named(lines, "another", plant.device("WIRE-8").folder().resolve("idevid"));
    named(lines, "member", device.folder().resolve("idevid"));
    named(lines, "registrar", plant.registrar().folder().resolve("registrar"));
    return TargetFile.read(Files.writeString(folder.resolve("target.properties"), lines));
  }

  private static void named(StringBuilder lines, String name, Path stem) {
    line(lines, name, stem + ".pem");
    line(lines, name + "-key", stem + ".key");
  }

  private static void line(StringBuilder lines, String name, Object value) {
    lines.append(name).append('=').append(value).append('\n');
  }

  private static Target target(Plant plant, Side side, Cast cast, Optional<byte[]> voucher)
      throws Exception {
    var role =
        switch (side) {
          case AUTHORITY -> plant.authority();
          case REGISTRAR -> plant.registrar();
        };
    return new Target(
        side,
        role.url().resolve(CMP),
        cast,
        voucher,
        Identity.certificates(plant.domainCa()).getFirst(),
        true);
  }

  private static Device imprinted(Plant plant, String serial) throws Exception {
    var device = plant.device(serial);
    new HandMadePledge(device, plant.registrar()).imprint();
    return device;
  }

  private static Identity identity(Device device) throws Exception {
    return Identity.read(device.file("idevid.pem"), device.file("idevid.key"));
  }

  /** What a device is once it has enrolled with the registrar. */
  private static Identity enrolled(Plant plant, Device device) throws Exception {
    var idevid = identity(device);
    var alone =
        new Cast(
            idevid, idevid, idevid, idevid, Optional.empty(), Optional.empty(), Optional.empty());
    return target(plant, Side.REGISTRAR, alone, Optional.empty())
        .enrolled(CmpDraft.certificationRequest(idevid, 0).implicitConfirm(), idevid, Start.IR);
  }

  private static Identity maker(Plant plant) throws Exception {
    return held(plant.factory().resolve("keys"), "idevid-ca");
  }

  private static Identity domain(Plant plant) throws Exception {
    return held(plant.authority().folder().resolve("keys"), "issuing-ca");
  }

  private static Identity held(Path keys, String name) throws Exception {
    return Identity.read(keys.resolve(name + ".pem"), keys.resolve(name + ".key"));
  }

  /** A cr, a kur with what that brought, and an rr with what that brought. */
  static void lifeOfAMember(Target target) throws Exception {
    var first = target.cast().leaving();
    var second =
        target.enrolled(CmpDraft.certificationRequest(first, 2).implicitConfirm(), first, Start.CR);
    var third =
        target.enrolled(
            CmpDraft.certificationRequest(second, 7).implicitConfirm(), second, Start.KUR);
    var reply = target.revoke(third);
    assertThat(reply.status()).hasValue(CmpReply.ACCEPTED);
  }

  /** Lets a person decide on all requests from now on; nobody will. */
  void holdEverything() throws IOException, InterruptedException {
    plant.authority().stop();
    plant.authority().configure("approval: manual");
    plant.authority().start();
  }

  /** Takes the authority away. */
  void leaveRegistrarAlone() throws IOException, InterruptedException {
    plant.authority().stop();
    plant.registrar().stop();
    plant.registrar().configure("answer-within: 100ms");
    plant.registrar().start();
  }

  @Override
  public void close() {
    plant.close();
  }
}
