package dev.brski.proof.acceptance.house;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The rooms of the house, floor by floor, and the arrows drawn between neighbours. */
record House(List<Room> rooms) {

  enum Floor {
    FOUNDATION,
    PROTOCOL,
    ROLE,
    APP,
    PROOF
  }

  /**
   * A module and the Java package it owns.
   *
   * @param beside the rooms on its own floor to which an arrow leads
   * @param below the rooms on floors below that it may import; if empty, all of them
   */
  record Room(
      Floor floor, String name, String root, Set<String> beside, Optional<Set<String>> below) {

    Room beside(String... names) {
      return new Room(floor, name, root, Set.of(names), below);
    }

    Room ofBelowOnly(String... names) {
      return new Room(floor, name, root, beside, Optional.of(Set.of(names)));
    }

    boolean owns(String packageName) {
      return packageName.equals(root) || packageName.startsWith(root + ".");
    }

    boolean mayImport(Room other) {
      if (equals(other)) {
        return true;
      }
      if (floor == other.floor) {
        return beside.contains(other.name);
      }
      return other.floor.compareTo(floor) < 0
          && below.map(names -> names.contains(other.name)).orElse(true);
    }

    @Override
    public String toString() {
      return floor.name().toLowerCase(Locale.ROOT) + "/" + name;
    }
  }

  static final House OURS =
      new House(
          List.of(
              room(Floor.FOUNDATION, "verdict"),
              room(Floor.FOUNDATION, "time").beside("verdict"),
              room(Floor.FOUNDATION, "trust").beside("verdict", "time"),
              room(Floor.FOUNDATION, "issuance").beside("verdict", "time", "trust"),
              room(Floor.FOUNDATION, "store").beside("verdict", "time"),
              room(Floor.FOUNDATION, "wire").beside("verdict", "time", "trust"),
              room(Floor.FOUNDATION, "settings").beside("verdict"),
              room(Floor.FOUNDATION, "inventory")
                  .beside("verdict", "time", "trust", "store", "settings"),
              room(Floor.FOUNDATION, "control").beside("verdict", "store", "wire"),
              room(Floor.PROTOCOL, "voucher").ofBelowOnly("verdict", "time", "trust", "issuance"),
              room(Floor.PROTOCOL, "cmp").ofBelowOnly("verdict", "time", "trust", "issuance"),
              room(Floor.PROTOCOL, "ocsp").ofBelowOnly("verdict", "trust"),
              room(Floor.ROLE, "factory"),
              room(Floor.ROLE, "masa"),
              room(Floor.ROLE, "authority"),
              room(Floor.ROLE, "registrar"),
              room(Floor.ROLE, "pledge"),
              room(Floor.APP, "demo")
                  .ofBelowOnly("verdict", "time", "trust", "wire", "voucher", "cmp"),
              room(Floor.APP, "load"),
              room(Floor.APP, "command").beside("demo", "load"),
              room(Floor.PROOF, "halt", "dev.brski.proof.halt").ofBelowOnly(),
              room(Floor.PROOF, "kit", "dev.brski.proof.kit").ofBelowOnly(),
              room(Floor.PROOF, "peers", "dev.brski.proof.peers").ofBelowOnly(),
              room(Floor.PROOF, "fuzz", "dev.brski.proof.fuzz").beside("kit"),
              room(Floor.PROOF, "acceptance", "dev.brski.proof.acceptance").beside("halt", "kit")));

  private static Room room(Floor floor, String name) {
    return room(floor, name, "dev.brski." + name);
  }

  private static Room room(Floor floor, String name, String root) {
    return new Room(floor, name, root, Set.of(), Optional.empty());
  }

  Optional<Room> roomOf(String packageName) {
    return rooms.stream().filter(room -> room.owns(packageName)).findFirst();
  }
}
