package dev.brski.authority.profile;

import java.util.List;
import java.util.Optional;

/**
 * The profiles of an authority.
 *
 * @param all in the order of their names
 * @param usual the name of the one that counts when neither a request nor a manufacturer names one
 */
public record Profiles(List<Profile> all, String usual) {

  /** The name of the profile that is there without a file, and counts when none is named. */
  public static final String BUILT_IN = "ldevid";

  /** Copies the list; the usual one is among them. */
  public Profiles {
    all = List.copyOf(all);
  }

  /** The names of all of them. */
  public List<String> names() {
    return all.stream().map(Profile::name).toList();
  }

  /** The one of a name. */
  public Optional<Profile> named(String name) {
    return all.stream().filter(profile -> profile.name().equals(name)).findFirst();
  }
}
