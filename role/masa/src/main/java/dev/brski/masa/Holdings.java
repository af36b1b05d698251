package dev.brski.masa;

import dev.brski.settings.Settings;
import dev.brski.time.Moment;
import dev.brski.trust.Anchors;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.PathValidator;
import dev.brski.trust.Purpose;
import dev.brski.verdict.Verdict;
import dev.brski.wire.HostPort;
import dev.brski.wire.PeerJudge;
import java.io.IOException;

/**
 * What a MASA's folder holds besides its store, read and found usable.
 *
 * @param settings of {@code brski.yaml}
 * @param idevidAnchors what known devices' IDevIDs lead to
 * @param voucherSigner what signs vouchers
 * @param tls what the server shows
 */
record Holdings(
    MasaSettings settings, Anchors idevidAnchors, Credential voucherSigner, Credential tls) {

  private static final String REMEDY =
      "Put the file back from a backup, or set up a new folder: brski masa init.";

  static Verdict<Holdings> read(MasaFolder folder, PathValidator paths, Moment now) {
    return Settings.read(folder.settings(), MasaSettings.class)
        .flatMap(settings -> read(folder, settings, paths, now));
  }

  private static Verdict<Holdings> read(
      MasaFolder folder, MasaSettings settings, PathValidator paths, Moment now) {
    try {
      var holdings =
          new Holdings(
              settings,
              Anchors.of(Certificates.readPem(folder.idevidAnchor())),
              Credential.read(folder.voucherSigner(), folder.voucherSignerKey()),
              Credential.read(folder.tls(), folder.tlsKey()));
      var voucherAnchors = Anchors.of(Certificates.readPem(folder.voucherAnchor()));
      var tlsAnchors = Anchors.of(Certificates.readPem(folder.tlsAnchor()));
      return holdings
          .signsFor(voucherAnchors, paths, now)
          .flatMap(found -> found.showsTo(tlsAnchors, paths, now));
    } catch (IOException e) {
      return Verdict.refused(MasaCheck.FILE, String.valueOf(e.getMessage()), REMEDY);
    }
  }

  private Verdict<Holdings> signsFor(Anchors voucherAnchors, PathValidator paths, Moment now) {
    return signs(voucherSigner, voucherAnchors, paths, now).map(_ -> this);
  }

  private Verdict<Holdings> showsTo(Anchors tlsAnchors, PathValidator paths, Moment now) {
    return shows(tls, tlsAnchors, settings.listen(), paths, now).map(_ -> this);
  }

  /** Whether devices with these anchors take what a credential signs for a voucher. */
  static Verdict<Credential> signs(
      Credential signer, Anchors voucherAnchors, PathValidator paths, Moment now) {
    return paths
        .validate(signer.leaf(), signer.chain(), voucherAnchors, Purpose.VOUCHER_SIGNER, now)
        .map(_ -> signer)
        .mapRefusal(refusal -> refusal.under(MasaCheck.VOUCHER_SIGNER));
  }

  /** Whether registrars with these anchors take a credential for that of an address. */
  static Verdict<Credential> shows(
      Credential tls, Anchors tlsAnchors, HostPort listen, PathValidator paths, Moment now) {
    return PeerJudge.anchored(paths, tlsAnchors, () -> now)
        .judge(tls.chain(), listen.host())
        .map(_ -> tls)
        .mapRefusal(refusal -> refusal.under(MasaCheck.TLS));
  }
}
