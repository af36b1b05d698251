package dev.brski.proof.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Device;
import dev.brski.proof.kit.Domain;
import dev.brski.proof.kit.MovedClock;
import dev.brski.proof.kit.Plant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What happens to the devices of a manufacturer, one season after the other. Every program has the
 * date of its season; nothing waits for time to pass.
 */
final class Year {

  private static final String MEMBERS = "enrolled";
  private static final String WAITING = "waits for its voucher";

  private static final int DAY_OF_SPRING = 20;
  private static final int DAY_OF_SUMMER = 130;
  private static final int DAY_OF_AUTUMN = 250;
  private static final int DAY_OF_QUESTIONS = 360;

  private final MovedClock clock;
  private final Plant plant;
  private final Domain plant7;
  private final Domain mill;
  private final int devices;
  private final Lot springAtPlant7;
  private final Lot springAtMill;
  private final Lot strays;
  private final Lot summerAtPlant7;
  private final Lot summerAtMill;
  private final int resoldOfEach;
  private final int lostOnTheWay;
  private final int stolenFromMill;
  private final List<Lot> stolen = new ArrayList<>();
  private final List<Lot> resoldToMill = new ArrayList<>();
  private final List<Lot> resoldToPlant7 = new ArrayList<>();

  /** At its beginning: the MASA runs, and no device is made. */
  Year(Plant plant, MovedClock clock, int devices) throws IOException, InterruptedException {
    assertThat(devices).as("the devices of a year").isGreaterThanOrEqualTo(20);
    this.clock = clock;
    this.plant = plant;
    this.plant7 = plant.domain();
    this.mill = plant.domain("Mill");
    this.devices = devices;
    int quarter = devices / 4;
    int tenth = devices / 10;
    int rest = devices - 2 * quarter - tenth;
    this.springAtPlant7 = Lot.of(plant, "SPRING-A", quarter);
    this.springAtMill = Lot.of(plant, "SPRING-B", quarter);
    this.strays = Lot.of(plant, "STRAY", tenth);
    this.summerAtPlant7 = Lot.of(plant, "SUMMER-A", rest / 2);
    this.summerAtMill = Lot.of(plant, "SUMMER-B", rest - rest / 2);
    this.resoldOfEach = tenth / 2;
    this.lostOnTheWay = Math.max(1, devices / 40);
    this.stolenFromMill = Math.max(1, devices / 20 - lostOnTheWay);
  }

  /**
   * Lets logs be asked for by their domains only, and requests at the end of the year that were
   * made at its beginning.
   */
  void open() throws IOException, InterruptedException {
    plant.masa().stop();
    plant.masa().configure("audit-log-clients: domain");
    plant.masa().configure("request-lifetime: 400d");
    for (var domain : List.of(plant7, mill)) {
      domain.registrar().configure("answer-within: 1s");
    }
  }

  /** Another day begins: everybody is at rest, and starts on that day. */
  private void begin(int day) throws IOException, InterruptedException {
    plant.environment(clock.ahead(day));
    plant.masa().start();
    for (var domain : List.of(plant7, mill)) {
      domain.authority().start();
      domain.registrar().start();
    }
  }

  /** The sales are recorded; a rehearsal records nothing. */
  void sell() throws IOException, InterruptedException {
    for (var domain : List.of(plant7, mill)) {
      masa("customer add", domain.name(), "--domain-ca", domain.domainCa());
    }
    var lines = new StringBuilder("serial,customer\n");
    Stream.of(springAtPlant7, strays, summerAtPlant7)
        .flatMap(lot -> lot.serials().stream())
        .forEach(serial -> lines.append(serial).append(',').append(plant7.name()).append('\n'));
    Stream.of(springAtMill, summerAtMill)
        .flatMap(lot -> lot.serials().stream())
        .forEach(serial -> lines.append(serial).append(',').append(mill.name()).append('\n'));
    var sales = Files.writeString(plant.folder().resolve("sales.csv"), lines);

    var rehearsal = masa("sales import", sales, "--dry-run");
    assertThat(rehearsal.required("sound").booleanValue()).isTrue();
    assertThat(rehearsal.required("applied").booleanValue()).isFalse();
    assertThat(owned()).isEqualTo(Map.of(plant7.name(), 0, mill.name(), 0));
    assertThat(masa("sales import", sales).required("applied").booleanValue()).isTrue();
    int atMill = springAtMill.serials().size() + summerAtMill.serials().size();
    assertThat(owned()).isEqualTo(Map.of(plant7.name(), devices - atMill, mill.name(), atMill));
  }

  /** The first devices join; some are delivered to the wrong customer first, and sent on. */
  void spring() throws IOException, InterruptedException {
    begin(DAY_OF_SPRING);
    springAtPlant7.arrive(plant7, MEMBERS);
    springAtMill.arrive(mill, MEMBERS);
    strays.arriveInVain(mill);
    strays.to(plant7);
    strays.settle(MEMBERS);
    rest();
  }

  /**
   * Devices of a new batch arrive while the MASA is away, and some are reported stolen before it is
   * back. By then it has another key: devices of the old batch go on with that, too.
   */
  void summer() throws IOException, InterruptedException {
    begin(DAY_OF_SUMMER);
    plant.run("factory", "rotate", "--dir", plant.factory());
    plant.masa().stop();
    masa("key rotate", "--factory", plant.factory());
    summerAtPlant7.arrive(plant7, WAITING);
    summerAtMill.arrive(mill, WAITING);
    var lost = summerAtPlant7.taken(lostOnTheWay, "LOST", plant7);
    block(lost);
    plant.masa().start();
    for (var domain : List.of(plant7, mill)) {
      plant.run("queue", "retry", "--all", "--dir", domain.registrar().folder());
    }
    summerAtPlant7.settle(MEMBERS);
    summerAtMill.settle(MEMBERS);
    lost.beRefused();
    rest();
  }

  /** Members are stolen, and others change hands. */
  void autumn() throws IOException, InterruptedException {
    begin(DAY_OF_AUTUMN);
    theft();
    resale();
    rest();
  }

  /** Members are stolen; whoever resets them cannot let them join anywhere. */
  private void theft() throws IOException, InterruptedException {
    var gone = springAtMill.taken(stolenFromMill, "STOLEN", mill);
    block(gone);
    gone.reset();
    gone.beRefused();
    gone.to(plant7);
    gone.beRefused();
  }

  private void block(Lot lot) throws IOException, InterruptedException {
    for (var serial : lot.serials()) {
      masa("block", "--serial", serial, "--reason", "stolen");
    }
    stolen.add(lot);
  }

  /** Members change hands: their former owner gets no voucher any more, the new one does. */
  private void resale() throws IOException, InterruptedException {
    var toMill = springAtPlant7.taken(resoldOfEach, "RESOLD-A", plant7);
    resell(toMill, mill);
    resoldToMill.add(toMill);
    var toPlant7 = springAtMill.taken(resoldOfEach, "RESOLD-B", mill);
    resell(toPlant7, plant7);
    resoldToPlant7.add(toPlant7);
  }

  private void resell(Lot lot, Domain buyer) throws IOException, InterruptedException {
    for (var serial : lot.serials()) {
      masa("transfer", "--serial", serial, "--to", buyer.name(), "--reason", "resold");
    }
    lot.reset();
    lot.beRefused();
    lot.to(buyer);
    lot.settle(MEMBERS);
  }

  /** At the end of the year the MASA can be asked about all of it. */
  void questions() throws IOException, InterruptedException {
    plant.environment(clock.ahead(DAY_OF_QUESTIONS));
    plant.masa().start();
  }

  /** The last day, for whatever looks at the dates of certificates. */
  static Instant end() {
    return Instant.now().plus(Duration.ofDays(DAY_OF_QUESTIONS));
  }

  private void rest() throws InterruptedException {
    plant.masa().stop();
    for (var domain : List.of(plant7, mill)) {
      domain.registrar().stop();
      domain.authority().stop();
    }
  }

  private JsonNode masa(String command, Object... more) throws IOException, InterruptedException {
    return plant.masa().run(command + " --json", more).expecting(0).json();
  }

  private Map<String, Integer> owned() throws IOException, InterruptedException {
    var owned = new HashMap<String, Integer>();
    for (var customer : masa("customer ls")) {
      owned.put(customer.required("customer").asString(), customer.required("devices").intValue());
    }
    return owned;
  }

  /** The first customer. */
  Domain plant7() {
    return plant7;
  }

  /** The second customer. */
  Domain mill() {
    return mill;
  }

  /** The devices that a domain has at the end of the year. */
  private List<Device> with(Domain domain) {
    var lots = new ArrayList<Lot>();
    if (domain.equals(plant7)) {
      lots.addAll(List.of(springAtPlant7, strays, summerAtPlant7));
      lots.addAll(resoldToPlant7);
    } else {
      lots.addAll(List.of(springAtMill, summerAtMill));
      lots.addAll(resoldToMill);
    }
    return lots.stream().flatMap(lot -> lot.devices().stream()).toList();
  }

  /** The folders of the devices that are members of a domain at the end of the year. */
  List<Path> members(Domain domain) {
    return with(domain).stream().map(Device::folder).toList();
  }

  /** Whether a device is a domain's at the end of the year, and not stolen. */
  boolean isDue(Domain domain, String serial) {
    return with(domain).stream().anyMatch(device -> device.serial().equals(serial));
  }

  /** Members that had their vouchers before the keys were replaced. */
  List<Device> ofTheOldKeys() {
    return springAtPlant7.devices();
  }

  /** Members that were made, and had their vouchers, afterwards. */
  List<Device> ofTheNewKeys() {
    return summerAtPlant7.devices();
  }

  /** Members of the old batch that had another voucher after the keys were replaced. */
  List<Device> ofTheOldBatchWithTheNewKey() {
    return Stream.concat(resoldToMill.stream(), resoldToPlant7.stream())
        .flatMap(lot -> lot.devices().stream())
        .toList();
  }

  /** The serial numbers of those that came to the wrong customer first. */
  List<String> strays() {
    return strays.serials();
  }

  /** The serial numbers of those that were reported stolen. */
  List<String> stolen() {
    return stolen.stream().flatMap(lot -> lot.serials().stream()).toList();
  }

  /** The serial numbers of those that changed hands. */
  List<String> resold() {
    return Stream.concat(resoldToMill.stream(), resoldToPlant7.stream())
        .flatMap(lot -> lot.serials().stream())
        .toList();
  }

  /** What happened, in a line. */
  String line() {
    return String.format(
        Locale.ENGLISH,
        "year of %d devices: %d strays, %d resold, %d stolen, %d waited for the MASA",
        devices,
        strays().size(),
        resold().size(),
        stolen().size(),
        summerAtPlant7.serials().size() + summerAtMill.serials().size() + lostOnTheWay);
  }
}
