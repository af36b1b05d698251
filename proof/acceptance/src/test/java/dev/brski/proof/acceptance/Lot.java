package dev.brski.proof.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Device;
import dev.brski.proof.kit.Domain;
import dev.brski.proof.kit.Plant;
import dev.brski.proof.kit.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/** Devices that go the same way, all of them played by {@code brski load}, until some are taken. */
final class Lot {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int AT_ONCE = 32;

  /** The place that devices do not leave of themselves. */
  private static final String MEMBERS = "enrolled";

  private static final String TURNED_AWAY = "refused";

  private static final int MOST_ROUNDS = 50;

  /** Where devices can be when {@code brski load} has ended as it should. */
  private static final Set<Integer> ENDS = Set.of(0, 3, 4, 5);

  private final Plant plant;
  private final Path folder;
  private final String prefix;
  private final List<Device> devices;

  private Lot(Plant plant, String name, List<Device> devices) {
    this.plant = plant;
    this.folder = plant.folder().resolve("lots").resolve(name);
    this.prefix = name + "-";
    this.devices = new ArrayList<>(devices);
  }

  /** Devices that are still to be made. */
  static Lot of(Plant plant, String name, int size) {
    var lot = new Lot(plant, name, List.of());
    IntStream.range(0, size)
        .mapToObj(
            number ->
                new Device(
                    plant.brski(),
                    String.format(Locale.ROOT, "%s%06d", lot.prefix, number),
                    lot.place(number)))
        .forEach(lot.devices::add);
    return lot;
  }

  private Path place(int number) {
    return folder
        .resolve("devices")
        .resolve(String.format(Locale.ROOT, "%03d", number / 1000))
        .resolve(String.format(Locale.ROOT, "%06d", number));
  }

  /** Takes so many of its devices out, to go another way, beginning with the same domain. */
  Lot taken(int many, String name, Domain domain) throws IOException {
    var leaving = devices.subList(devices.size() - many, devices.size());
    var lot = new Lot(plant, name, List.of());
    for (var device : leaving) {
      var place = lot.place(lot.devices.size());
      Files.createDirectories(place.getParent());
      Files.move(device.folder(), place);
      lot.devices.add(new Device(device.brski(), device.serial(), place));
    }
    leaving.clear();
    to(domain);
    lot.to(domain);
    return lot;
  }

  /** Lets them go to this domain from now on. */
  void to(Domain domain) throws IOException {
    var plan =
        Map.of(
            "version",
            1,
            "registrar",
            domain.registrar().url().toString(),
            "prefix",
            prefix,
            "devices",
            devices.size());
    Files.write(folder.resolve("load.json"), JSON.writeValueAsBytes(plan));
  }

  /** Its devices. */
  List<Device> devices() {
    return List.copyOf(devices);
  }

  /** Their serial numbers. */
  List<String> serials() {
    return devices.stream().map(Device::serial).toList();
  }

  /** Makes each again what it was when it left the factory. */
  void reset() throws IOException, InterruptedException {
    for (var device : devices) {
      plant.run("pledge", "reset", "--dir", device.folder());
    }
  }

  /** Has them made, and sends them to a domain until all are at this place. */
  void arrive(Domain domain, String place) throws IOException, InterruptedException {
    settle(made(domain), place);
  }

  /** Has them made, and sends them to a domain until it has refused each. */
  void arriveInVain(Domain domain) throws IOException, InterruptedException {
    beRefused(made(domain));
  }

  private LoadReport made(Domain domain) throws IOException, InterruptedException {
    return sent(
        "arrive",
        "--factory",
        plant.factory(),
        "--masa",
        plant.masa().address(),
        "--registrar",
        domain.registrar().url(),
        "--devices",
        devices.size(),
        "--prefix",
        prefix);
  }

  /** Sends them where they are to go until all are at this place. */
  void settle(String place) throws IOException, InterruptedException {
    settle(sent("poll"), place);
  }

  /** Sends them where they are to go until each was refused there. */
  void beRefused() throws IOException, InterruptedException {
    beRefused(sent("poll"));
  }

  private void settle(LoadReport first, String place) throws IOException, InterruptedException {
    var report = first;
    for (int round = 1; !report.places().equals(Map.of(place, devices.size())); round++) {
      if (!place.equals(MEMBERS)) {
        demandNoMember(report);
      }
      demandMore(round, "all are at '" + place + "'", report);
      report = sent("poll");
    }
  }

  /** One that was refused begins anew when it is sent again, and may wait meanwhile. */
  private void beRefused(LoadReport first) throws IOException, InterruptedException {
    var report = first;
    var refused = new HashSet<>(report.at(TURNED_AWAY));
    demandNoMember(report);
    for (int round = 1; refused.size() < devices.size(); round++) {
      demandMore(round, refused.size() + " of " + devices.size() + " were refused", report);
      report = sent("poll");
      demandNoMember(report);
      refused.addAll(report.at(TURNED_AWAY));
    }
  }

  private void demandNoMember(LoadReport report) {
    assertThat(report.places()).as("%s: %s", prefix, report.json()).doesNotContainKey(MEMBERS);
  }

  private void demandMore(int round, String until, LoadReport report) {
    assertThat(round)
        .as("rounds of %s until %s: %s", prefix, until, report.json())
        .isLessThan(MOST_ROUNDS);
  }

  private LoadReport sent(String command, Object... more) throws IOException, InterruptedException {
    var arguments =
        new ArrayList<Object>(
            List.of("load", command, "--dir", folder, "--at-once", AT_ONCE, "--json"));
    arguments.addAll(List.of(more));
    try (var load = plant.brski().start(arguments.toArray())) {
      if (!ENDS.contains(load.awaitEnd(longest()))) {
        throw load.failure("failed");
      }
      return new LoadReport(JSON.readTree(load.out()));
    }
  }

  private Duration longest() {
    return Program.DEADLINE.plusMillis(500L * devices.size());
  }
}
