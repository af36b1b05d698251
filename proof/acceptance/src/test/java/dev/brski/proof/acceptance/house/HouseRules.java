package dev.brski.proof.acceptance.house;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import dev.brski.proof.acceptance.house.House.Floor;
import dev.brski.proof.acceptance.house.House.Room;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** What the house forbids; each rule lists the places that break it, a line for each. */
final class HouseRules {
  private static final String REGISTRAR = "dev.brski.registrar";
  private static final String ONBOARDING = "dev.brski.registrar.onboarding";

  /** Values of java.net that open nothing. */
  private static final Set<String> ADDRESSES =
      Set.of("java.net.URI", "java.net.URISyntaxException");

  private static final List<String> OUTSIDE =
      List.of(
          "java.net.",
          "java.sql.",
          "java.nio.file.",
          "java.nio.channels.",
          "java.io.File",
          "java.io.RandomAccessFile",
          "javax.net.",
          "org.eclipse.jetty.",
          "org.apache.hc.");

  private static final Set<String> PROCESS_WIDE =
      Set.of(
          "java.lang.System.setProperty",
          "java.lang.System.setProperties",
          "java.lang.System.clearProperty",
          "java.util.Locale.setDefault",
          "java.util.TimeZone.setDefault",
          "javax.net.ssl.SSLContext.setDefault");

  private static final Set<String> ENDINGS =
      Set.of("java.lang.System.exit", "java.lang.Runtime.exit", "java.lang.Runtime.halt");

  private final House house;

  HouseRules(House house) {
    this.house = house;
  }

  /** A class lives in a room. */
  List<String> homeless(JavaClasses classes) {
    return classes.stream()
        .filter(type -> house.roomOf(type.getPackageName()).isEmpty())
        .map(type -> type.getName() + " lives in no room of the house")
        .toList();
  }

  /** A room imports from floors below, and from a neighbour only along an arrow. */
  List<String> forbiddenImports(JavaClasses classes) {
    return dependencies(classes, room -> true)
        .flatMap(
            dependency -> {
              Room from = house.roomOf(dependency.getOriginClass().getPackageName()).orElseThrow();
              return house
                  .roomOf(imported(dependency).getPackageName())
                  .filter(to -> !from.mayImport(to))
                  .map(to -> from + " may not import " + to + ": " + dependency.getDescription())
                  .stream();
            })
        .toList();
  }

  /** A protocol takes bytes and gives records: no socket, no file, no database. */
  List<String> impureProtocols(JavaClasses classes) {
    return dependencies(classes, room -> room.floor() == Floor.PROTOCOL)
        .filter(dependency -> reachesOutside(imported(dependency).getName()))
        .map(dependency -> "a protocol is pure: " + dependency.getDescription())
        .toList();
  }

  /** The provider of cryptography is chosen in one room. */
  List<String> namedProviders(JavaClasses classes) {
    Predicate<Room> others = room -> room.floor() != Floor.PROOF && !room.name().equals("trust");
    Stream<String> types =
        dependencies(classes, others)
            .filter(dependency -> isProvider(imported(dependency)))
            .map(Dependency::getDescription);
    Stream<String> calls =
        calls(classes, others)
            .filter(HouseRules::namesProvider)
            .map(JavaCodeUnitAccess::getDescription);
    return Stream.concat(types, calls)
        .map(description -> "only foundation/trust chooses a provider: " + description)
        .toList();
  }

  /** Two roles run in one JVM without knowing of each other. */
  List<String> processWideChanges(JavaClasses classes) {
    return calls(classes, room -> room.floor() != Floor.PROOF && !room.name().equals("command"))
        .filter(call -> PROCESS_WIDE.contains(called(call)) || changesProviders(call))
        .map(call -> "this changes the JVM for everybody in it: " + call.getDescription())
        .toList();
  }

  /** Only the command line ends the process; the proof that it may end anywhere does so too. */
  List<String> endings(JavaClasses classes) {
    return calls(classes, room -> !Set.of("command", "halt").contains(room.name()))
        .filter(call -> ENDINGS.contains(called(call)))
        .map(call -> "only app/command ends the process: " + call.getDescription())
        .toList();
  }

  /** There is one way to log. */
  List<String> foreignLogging(JavaClasses classes) {
    return dependencies(classes, room -> true)
        .filter(dependency -> imported(dependency).getName().startsWith("java.util.logging."))
        .map(dependency -> "log by SLF4J: " + dependency.getDescription())
        .toList();
  }

  /** Nullness is checked everywhere. */
  List<String> unmarkedPackages(JavaClasses classes) {
    return classes.stream()
        .map(JavaClass::getPackage)
        .distinct()
        .filter(
            found ->
                found
                    .tryGetPackageInfo()
                    .filter(info -> info.isAnnotatedWith(NullMarked.class))
                    .isEmpty())
        .map(found -> found.getName() + " has no package-info.java with @NullMarked")
        .toList();
  }

  /** The state of a device changes in a place that knows nothing of how messages travel. */
  List<String> entangledOnboarding(JavaClasses classes) {
    return dependencies(classes, room -> room.name().equals("registrar"))
        .filter(dependency -> within(ONBOARDING, dependency.getOriginClass()))
        .filter(dependency -> within(REGISTRAR, imported(dependency)))
        .filter(dependency -> !within(ONBOARDING, imported(dependency)))
        .map(
            dependency ->
                "onboarding imports no other part of the registrar: " + dependency.getDescription())
        .toList();
  }

  private Stream<Dependency> dependencies(JavaClasses classes, Predicate<Room> rooms) {
    return inRooms(classes, rooms).flatMap(type -> type.getDirectDependenciesFromSelf().stream());
  }

  private Stream<JavaCodeUnitAccess<?>> calls(JavaClasses classes, Predicate<Room> rooms) {
    return inRooms(classes, rooms).flatMap(type -> type.getCodeUnitAccessesFromSelf().stream());
  }

  private Stream<JavaClass> inRooms(JavaClasses classes, Predicate<Room> rooms) {
    return classes.stream()
        .filter(type -> house.roomOf(type.getPackageName()).filter(rooms).isPresent());
  }

  private static JavaClass imported(Dependency dependency) {
    return dependency.getTargetClass().getBaseComponentType();
  }

  private static boolean within(String root, JavaClass type) {
    String name = type.getPackageName();
    return name.equals(root) || name.startsWith(root + ".");
  }

  private static boolean reachesOutside(String type) {
    return OUTSIDE.stream().anyMatch(type::startsWith) && !ADDRESSES.contains(type);
  }

  private static boolean isProvider(JavaClass type) {
    return type.getName().equals("java.security.Security")
        || (type.isAssignableTo("java.security.Provider")
            && !type.getName().equals("java.security.Provider"));
  }

  private static boolean namesProvider(JavaCodeUnitAccess<?> call) {
    List<String> parameters =
        call.getTarget().getRawParameterTypes().stream().map(JavaClass::getName).toList();
    boolean byName = parameters.contains("java.lang.String");
    String owner = call.getTargetOwner().getName();
    return switch (call.getName()) {
      case "getInstance" ->
          (owner.startsWith("java.security.") || owner.startsWith("javax."))
              && parameters.equals(List.of("java.lang.String", "java.lang.String"));
      case "setProvider" -> owner.startsWith("org.bouncycastle.") && byName;
      default -> false;
    };
  }

  private static boolean changesProviders(JavaCodeUnitAccess<?> call) {
    return call.getTargetOwner().getName().equals("java.security.Security")
        && !call.getName().startsWith("get");
  }

  private static String called(JavaCodeUnitAccess<?> call) {
    return call.getTargetOwner().getName() + "." + call.getName();
  }
}
