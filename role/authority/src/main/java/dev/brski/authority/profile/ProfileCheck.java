package dev.brski.authority.profile;

import dev.brski.cmp.CmpFault;
import dev.brski.cmp.FailInfo;

/** What keeps a profile from making a certificate for a device. */
public enum ProfileCheck implements CmpFault {
  /** A name needs a field that nothing is known of. */
  FIELD(
      "AU-profile-field",
      FailInfo.badCertTemplate,
      true,
      "inner message: not enough is known here of this device for such a certificate"),
  /** What a profile makes of the fields is no name of its kind. */
  NAME(
      "AU-profile-name",
      FailInfo.badCertTemplate,
      true,
      "inner message: what is known here of this device makes no name for a certificate"),
  /** It is for other devices. */
  RESTRICTED(
      "AU-profile-restricted",
      FailInfo.badCertTemplate,
      true,
      "inner message: there is no such certificate profile here"),
  /** All addresses are given away. */
  ADDRESSES(
      "AU-profile-addresses",
      FailInfo.systemUnavail,
      false,
      "there is no address left for this device; it may ask again later");

  private final String id;
  private final FailInfo failInfo;
  private final boolean bodyFault;
  private final String told;

  ProfileCheck(String id, FailInfo failInfo, boolean bodyFault, String told) {
    this.id = id;
    this.failInfo = failInfo;
    this.bodyFault = bodyFault;
    this.told = told;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public FailInfo failInfo() {
    return failInfo;
  }

  @Override
  public boolean bodyFault() {
    return bodyFault;
  }

  @Override
  public String told() {
    return told;
  }
}
