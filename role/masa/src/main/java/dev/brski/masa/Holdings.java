package dev.brski.masa;

import dev.brski.settings.Settings;
import dev.brski.time.Moment;
import dev.brski.trust.Anchors;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.PathValidator;
import dev.brski.trust.Purpose;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.VoucherCheck;
import dev.brski.wire.HostPort;
import dev.brski.wire.PeerJudge;
import java.io.IOException;
import java.nio.file.Files;

/**
 * What a MASA's folder holds besides its store, read and found usable.
 *
 * @param settings of {@code brski.yaml}
 * @param idevidAnchors what known devices' IDevIDs lead to
 * @param voucherSigner what signs vouchers with a nonce
 * @param noncelessSigner what signs those without; or why none are issued
 * @param noncelessAnchors what devices verify these with
 * @param tls what the server shows
 */
record Holdings(
    MasaSettings settings,
    Anchors idevidAnchors,
    Credential voucherSigner,
    Verdict<Credential> noncelessSigner,
    Anchors noncelessAnchors,
    Credential tls) {

  private static final String REMEDY =
      "Put the file back from a backup, or set up a new folder: brski masa init.";
  private static final String NONCELESS_KEY =
      "Make a key for them, then start the MASA anew: brski masa key rotate --nonceless.";

  static Verdict<Holdings> read(MasaFolder folder, PathValidator paths, Moment now) {
    return Settings.read(folder.settings(), MasaSettings.class)
        .flatMap(settings -> read(folder, settings, paths, now));
  }

  private static Verdict<Holdings> read(
      MasaFolder folder, MasaSettings settings, PathValidator paths, Moment now) {
    try {
      var voucherAnchors = Anchors.of(Certificates.readPem(folder.voucherAnchor()));
      var noncelessAnchors = noncelessAnchors(folder);
      var voucherSigner = folder.voucherSigner().read();
      var holdings =
          new Holdings(
              settings,
              Anchors.of(Certificates.readPem(folder.idevidAnchor())),
              voucherSigner,
              noncelessSigner(
                  folder, settings.withoutNonce(), voucherSigner, noncelessAnchors, paths, now),
              noncelessAnchors,
              Credential.read(folder.tls(), folder.tlsKey()));
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

  /** What devices verify vouchers without a nonce with. */
  static Anchors noncelessAnchors(MasaFolder folder) throws IOException {
    var own = folder.noncelessAnchor();
    return Anchors.of(Certificates.readPem(Files.exists(own) ? own : folder.voucherAnchor()));
  }

  /** What signs vouchers without a nonce, which is nothing that signs others; or why none are. */
  static Verdict<Credential> noncelessSigner(
      MasaFolder folder,
      NoncelessSettings settings,
      Credential voucherSigner,
      Anchors noncelessAnchors,
      PathValidator paths,
      Moment now) {
    if (!settings.allowed()) {
      return none("the request has no nonce", "nonceless in brski.yaml is whether any are issued");
    }
    try {
      var generations = folder.noncelessSigner();
      if (generations.newest() == 0) {
        return none(generations.certificates(1) + " does not exist", NONCELESS_KEY);
      }
      var signer = generations.read();
      if (signer.leaf().getPublicKey().equals(voucherSigner.leaf().getPublicKey())) {
        return none("one key would sign both kinds of vouchers", NONCELESS_KEY);
      }
      return signs(signer, noncelessAnchors, paths, now)
          .mapRefusal(refusal -> refusal.under(VoucherCheck.RVR_NONCELESS));
    } catch (IOException e) {
      return none(String.valueOf(e.getMessage()), NONCELESS_KEY);
    }
  }

  private static Verdict<Credential> none(String cause, String remedy) {
    return Verdict.refused(VoucherCheck.RVR_NONCELESS, cause, remedy);
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
