package dev.brski.load;

import dev.brski.factory.Factory;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The devices of a load: each has a pledge's folder of its own, as any device has. */
public final class Fleet {

  /** The most devices of one load. */
  public static final int MOST = 999_999;

  private static final int FOLDERS_TOGETHER = 1000;

  /**
   * One of them.
   *
   * @param serial its serial number
   * @param folder the pledge's folder
   */
  public record Device(String serial, Path folder) {}

  private final Path folder;
  private final Plan plan;

  private Fleet(Path folder, Plan plan) {
    this.folder = folder;
    this.plan = plan;
  }

  /**
   * Has devices made by a manufacturer, in a new folder.
   *
   * @param count how many, 1 to {@link #MOST}
   * @param prefix what their serial numbers begin with
   * @param masa where the manufacturer's MASA is, {@code host:port}
   * @param screen is told of each
   */
  public static Verdict<Fleet> make(
      Path folder,
      Target target,
      int count,
      String prefix,
      Factory factory,
      String masa,
      Screen screen) {
    if (Files.exists(Plan.file(folder))) {
      return Verdict.refused(
          LoadCheck.EXISTS,
          Plan.file(folder) + " exists",
          "Choose another folder, or go on with this one: brski load poll --dir " + folder);
    }
    var fleet = new Fleet(folder, new Plan(Plan.VERSION, target.url(), prefix, count));
    var wanted =
        fleet.devices().stream()
            .map(device -> new Factory.Device(device.serial(), device.folder()))
            .toList();
    var made = new Count(wanted.size(), screen::made);
    return factory.devices(wanted, masa, _ -> made.one()).flatMap(_ -> fleet.kept());
  }

  private Verdict<Fleet> kept() {
    try {
      plan.write(folder);
      return Verdict.accepted(this);
    } catch (IOException e) {
      return Verdict.refused(
          LoadCheck.FILE,
          String.valueOf(e.getMessage()),
          "Look whether the folder can be written.");
    }
  }

  /** The devices of a folder in which they were made. */
  public static Verdict<Fleet> open(Path folder) {
    return switch (Plan.read(folder)) {
      case Verdict.Accepted<Plan>(Plan plan) -> Verdict.accepted(new Fleet(folder, plan));
      case Verdict.Refused<Plan>(Refusal refusal) -> Verdict.refused(refusal);
    };
  }

  /** Where they all go. */
  public URI registrar() {
    return plan.registrar();
  }

  /** All of them, in the order of their numbers. */
  public List<Device> devices() {
    return IntStream.range(0, plan.devices()).mapToObj(this::device).toList();
  }

  private Device device(int number) {
    var serial = String.format(Locale.ROOT, "%s%06d", plan.prefix(), number);
    return new Device(
        serial,
        folder
            .resolve("devices")
            .resolve(String.format(Locale.ROOT, "%03d", number / FOLDERS_TOGETHER))
            .resolve(String.format(Locale.ROOT, "%06d", number)));
  }
}
