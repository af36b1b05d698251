package dev.brski.masa.ownership;

/**
 * What the manufacturer has settled.
 *
 * @param unsold who may have a device that no sales record names
 * @param firstUse whether customers may become known on first use
 */
public record OwnershipPolicy(Unsold unsold, FirstUse firstUse) {

  /** What a MASA does without settings: it tracks no owner that it was not told of. */
  public static OwnershipPolicy standard() {
    return new OwnershipPolicy(Unsold.ALLOW, FirstUse.REFUSE);
  }
}
