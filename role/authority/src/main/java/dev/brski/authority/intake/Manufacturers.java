package dev.brski.authority.intake;

import dev.brski.trust.Anchors;
import dev.brski.trust.TrustedPath;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/** The manufacturers whose devices are taken now; more may be added while the authority runs. */
public final class Manufacturers {

  private record Known(List<Manufacturer> manufacturers, Anchors anchors) {

    static Known of(List<Manufacturer> manufacturers) {
      return new Known(
          List.copyOf(manufacturers),
          Anchors.of(
              manufacturers.stream()
                  .flatMap(manufacturer -> manufacturer.anchors().certificates().stream())
                  .toList()));
    }
  }

  private final AtomicReference<Known> known;

  /** These manufacturers. */
  public Manufacturers(List<Manufacturer> manufacturers) {
    this.known = new AtomicReference<>(Known.of(manufacturers));
  }

  /** From now on these. */
  public void replace(List<Manufacturer> manufacturers) {
    known.set(Known.of(manufacturers));
  }

  /** The anchors of all of them. */
  public Anchors anchors() {
    return known.get().anchors();
  }

  /** The one that was added under a name. */
  public Optional<Manufacturer> named(String name) {
    return known.get().manufacturers().stream()
        .filter(manufacturer -> manufacturer.name().equals(name))
        .findFirst();
  }

  /** The names of all of them. */
  public Set<String> names() {
    return known.get().manufacturers().stream()
        .map(Manufacturer::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The one whose anchor a path ends in. */
  Optional<Manufacturer> of(TrustedPath path) {
    return known.get().manufacturers().stream()
        .filter(manufacturer -> has(manufacturer, path.anchor()))
        .findFirst();
  }

  private static boolean has(Manufacturer manufacturer, X509Certificate anchor) {
    return manufacturer.anchors().certificates().contains(anchor);
  }
}
