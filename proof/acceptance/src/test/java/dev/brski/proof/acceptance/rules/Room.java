package dev.brski.proof.acceptance.rules;

import java.util.List;

/**
 * The rules of one theme.
 *
 * @param title a heading
 */
public record Room(String title, List<Rule> rules) {

  /** Copies the list. */
  public Room {
    rules = List.copyOf(rules);
  }

  /** The table, room by room. */
  public static List<Room> all() {
    return List.of(
        HeaderRules.room(),
        ProtectionRules.room(),
        RequestRules.room(),
        Pkcs10Rules.room(),
        ConfirmationRules.room(),
        RevocationRules.room(),
        SupportRules.room(),
        NestingRules.room(),
        BadInputRules.room(),
        PollingRules.room());
  }
}
