package dev.brski.proof.kit;

import dev.brski.proof.kit.books.Books;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * A manufacturer with its MASA, and a domain with authority and registrar: made by the commands a
 * user would type, run as programs, and ended by their process ids.
 */
public final class Plant implements AutoCloseable {

  private final Path folder;
  private Brski brski;
  private Manufacturer manufacturer;
  private final List<Role> masas = new ArrayList<>();
  private final List<Domain> others = new ArrayList<>();
  private final Role authority;
  private final Role registrar;

  private Plant(Path folder) {
    this.folder = folder;
    this.brski = Brski.packaged(folder.resolve("logs"));
    this.manufacturer =
        new Manufacturer(
            brski, folder.resolve("factory"), new Role(brski, "masa", folder.resolve("masa")));
    this.authority = new Role(brski, "authority", folder.resolve("authority"));
    this.registrar = new Role(brski, "registrar", folder.resolve("registrar"));
  }

  /** Makes everything in an empty folder and starts the three programs. */
  public static Plant running(Path folder) throws IOException, InterruptedException {
    var plant = resting(folder);
    try {
      plant.authority.start();
      plant.registrar.start();
      return plant;
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      plant.close();
      throw e;
    }
  }

  /**
   * Makes everything in an empty folder; the MASA runs, authority and registrar are at rest, so
   * that their settings can be changed.
   */
  public static Plant resting(Path folder) throws IOException, InterruptedException {
    var plant = new Plant(folder);
    try {
      plant.make();
      return plant;
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      plant.close();
      throw e;
    }
  }

  private void make() throws IOException, InterruptedException {
    found(domain());
    addRegistrar("registrar-1", registrar.folder());
    admit(manufacturer, "ACME", List.of());
  }

  private void found(Domain domain, Object... told) throws IOException, InterruptedException {
    var init =
        List.of("authority", "init", "--dir", domain.authority().folder(), "--name", domain.name());
    brski.run(Brski.words(init, told)).expecting(0);
  }

  /**
   * Makes another domain, at rest, which takes the manufacturer's devices.
   *
   * @param told what else is said when its authority and registrar are made
   */
  public Domain domain(String name, Object... told) throws IOException, InterruptedException {
    var made =
        new Domain(
            name,
            new Role(brski, "authority", folder.resolve("authority-" + name)),
            new Role(brski, "registrar", folder.resolve("registrar-" + name)));
    others.add(made);
    found(made, told);
    addRegistrar(made.authority(), "registrar-1", made.registrar().folder(), told);
    admit(manufacturer, made);
    return made;
  }

  /**
   * Makes another manufacturer, whose devices may join and whose MASA runs.
   *
   * @param told what MASA, authority and registrar are told of it, such as {@code --serial-number
   *     hardware-module-name}
   */
  public Manufacturer manufacturer(String name, Object... told)
      throws IOException, InterruptedException {
    var made = another(name);
    admit(made, name, List.of(), told);
    return made;
  }

  /** The same for a factory that is told more when it is made. */
  public Manufacturer manufacturer(String name, List<?> factory)
      throws IOException, InterruptedException {
    var made = another(name);
    admit(made, name, factory);
    return made;
  }

  private Manufacturer another(String name) {
    return new Manufacturer(
        brski,
        folder.resolve("factory-" + name),
        new Role(brski, "masa", folder.resolve("masa-" + name)));
  }

  private void admit(Manufacturer made, String name, List<?> factory, Object... told)
      throws IOException, InterruptedException {
    masas.add(made.masa());
    made.make(name, factory, told);
    admit(made, domain(), told);
  }

  /** Lets a domain take the devices of a manufacturer. */
  public void admit(Manufacturer made, Domain domain, Object... told)
      throws IOException, InterruptedException {
    domain
        .authority()
        .run("manufacturer add", Brski.words(List.of(made.anchor()), told))
        .expecting(0);
    domain
        .registrar()
        .run(
            "manufacturer add",
            Brski.words(
                List.of(
                    made.anchor(),
                    "--masa",
                    made.masa().address(),
                    "--masa-tls",
                    made.masa().folder().resolve("tls-anchor.pem")),
                told))
        .expecting(0);
  }

  /** Makes another registrar of the domain, which knows no manufacturer yet. */
  public Role registrar(String name) throws IOException, InterruptedException {
    var made = folder.resolve(name);
    addRegistrar(name, made);
    return new Role(brski, "registrar", made);
  }

  private void addRegistrar(String name, Path out) throws IOException, InterruptedException {
    addRegistrar(authority, name, out);
  }

  private void addRegistrar(Role issuer, String name, Path out, Object... told)
      throws IOException, InterruptedException {
    var make =
        List.of("authority", "registrar", "--dir", issuer.folder(), "--name", name, "--out", out);
    brski.run(Brski.words(make, told)).expecting(0);
    run("registrar", "init", "--dir", out);
  }

  /** Makes a device. */
  public Device device(String serial) throws IOException, InterruptedException {
    return device(manufacturer, serial);
  }

  /** Makes a device of another manufacturer. */
  public Device device(Manufacturer maker, String serial) throws IOException, InterruptedException {
    return maker.device(serial, folder.resolve("pledge-" + serial));
  }

  /**
   * Lets commands from now on, and programs from their next start on, have these variables in their
   * environment; what the maker of another manufacturer was told stays as it is.
   */
  public void environment(Map<String, String> variables) {
    brski = brski.with(variables);
    manufacturer = new Manufacturer(brski, manufacturer.folder(), manufacturer.masa());
    Stream.concat(
            Stream.concat(masas.stream(), Stream.of(authority, registrar)),
            others.stream().flatMap(other -> Stream.of(other.authority(), other.registrar())))
        .forEach(role -> role.environment(variables));
  }

  /** The program. */
  public Brski brski() {
    return brski;
  }

  /** Runs a command, which must end with 0. */
  public Run run(Object... arguments) throws IOException, InterruptedException {
    return brski.run(arguments).expecting(0);
  }

  /** Where programs leave what they print, and tests what they make. */
  public Path folder() {
    return folder;
  }

  /** The manufacturer's folder. */
  public Path factory() {
    return manufacturer.folder();
  }

  /** What anchors the manufacturer's IDevIDs. */
  public Path anchor() {
    return manufacturer.anchor();
  }

  /** What anchors the manufacturer's vouchers. */
  public Path voucherAnchor() {
    return manufacturer.voucherAnchor();
  }

  /** The domain. */
  public Domain domain() {
    return new Domain("Plant 7", authority, registrar);
  }

  /** What vouchers pin. */
  public Path domainCa() {
    return domain().domainCa();
  }

  /** The MASA. */
  public Role masa() {
    return manufacturer.masa();
  }

  /** The domain's RA and CA. */
  public Role authority() {
    return authority;
  }

  /** The domain's registrar. */
  public Role registrar() {
    return registrar;
  }

  /** The line of {@code registrar devices} about a device. */
  public JsonNode registered(String serial) throws IOException, InterruptedException {
    var listed = run("registrar", "devices", "--dir", registrar.folder(), "--json");
    var found = lines(listed, "serial", serial).toList();
    if (found.size() != 1) {
      throw new AssertionError("the registrar lists " + serial + " " + found.size() + " times");
    }
    return found.getFirst();
  }

  /** The lines of {@code authority certificates} about a device. */
  public List<JsonNode> certificates(String serial) throws IOException, InterruptedException {
    var listed = run("authority", "certificates", "--dir", authority.folder(), "--json");
    return lines(listed, "device", serial).toList();
  }

  /** The line of {@code authority pending} about a device, once its request is held. */
  public JsonNode held(String serial) throws IOException, InterruptedException {
    authority.awaitJournal("enrollment.pending", serial);
    var listed = run("authority", "pending", "--dir", authority.folder(), "--json");
    return lines(listed, "device", serial)
        .findFirst()
        .orElseThrow(() -> new AssertionError(serial + " is not held"));
  }

  /** Lets the registrar try at once what it would try later. */
  public void retry() throws IOException, InterruptedException {
    run("queue", "retry", "--all", "--dir", registrar.folder());
  }

  /** Lets a person approve the request of a device, once it is held. */
  public void approve(String serial) throws IOException, InterruptedException {
    var id = held(serial).required("id").asString();
    run("authority", "approve", "--dir", authority.folder(), id);
  }

  /** What does not balance in the books of all parties, which are at rest. */
  public List<String> unbalanced(List<Path> devices) throws IOException {
    return unbalanced(domain(), devices);
  }

  /** The same of a domain and its devices. */
  public List<String> unbalanced(Domain domain, List<Path> devices) throws IOException {
    return new Books(
            masa().folder(), domain.registrar().folder(), domain.authority().folder(), devices)
        .violationsAtTheEnd();
  }

  private static Stream<JsonNode> lines(Run listed, String member, String serial) {
    return listed
        .json()
        .valueStream()
        .filter(line -> line.required(member).asString().equals(serial));
  }

  @Override
  public void close() {
    for (var domain : others) {
      domain.registrar().close();
      domain.authority().close();
    }
    registrar.close();
    authority.close();
    masas.forEach(Role::close);
  }
}
