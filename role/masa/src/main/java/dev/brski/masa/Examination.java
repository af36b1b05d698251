package dev.brski.masa;

import dev.brski.masa.status.ListFolder;
import dev.brski.masa.status.WithoutAnswer;
import dev.brski.settings.Settings;
import dev.brski.store.Reserve;
import dev.brski.time.Moment;
import dev.brski.trust.Anchors;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.Generations;
import dev.brski.trust.PathValidator;
import dev.brski.trust.RevocationList;
import dev.brski.verdict.Check;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.SignedArtifact;
import dev.brski.wire.ControlClient;
import dev.brski.wire.HostPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks at a MASA's folder for all that would keep a device from its voucher, now or soon. */
final class Examination {

  private static final Duration SOON = Duration.ofDays(30);
  private static final String FROM_BACKUP =
      "Put the file back from a backup, or set up a new folder: brski masa init.";

  private static final String REPLACE =
      "Put a certificate in its place that lasts longer, and start the MASA anew";
  private static final String ROTATE =
      "Make a new signer, then start the MASA anew: brski masa key rotate";

  private final MasaFolder folder;
  private final MasaSettings settings;
  private final Instant now;
  private final PathValidator paths;
  private final List<Finding> findings = new ArrayList<>();

  private Examination(MasaFolder folder, MasaSettings settings, Instant now) {
    this.folder = folder;
    this.settings = settings;
    this.now = now;
    this.paths = PathValidator.standard(CryptoSuite.standard());
  }

  /** Everything that was found; refused if not even the settings can be read. */
  static Verdict<Examined> of(MasaFolder folder, Instant now) {
    return Settings.read(folder.settings(), MasaSettings.class)
        .map(
            settings ->
                new Examined(settings.listen(), new Examination(folder, settings, now).all()));
  }

  private List<Finding> all() {
    anchors(folder.idevidAnchor());
    var signer = signer(folder.voucherSigner());
    var voucherAnchors = anchors(folder.voucherAnchor());
    if (signer.isPresent() && voucherAnchors.isPresent()) {
      stopsUnless(Holdings.signs(signer.get(), voucherAnchors.get(), paths, new Moment.Known(now)));
    }
    signer.ifPresent(this::nonceless);
    var tls = credential(folder.tls(), folder.tlsKey());
    var tlsAnchors = anchors(folder.tlsAnchor());
    if (tls.isPresent() && tlsAnchors.isPresent()) {
      stopsUnless(
          Holdings.shows(
              tls.get(), tlsAnchors.get(), settings.listen(), paths, new Moment.Known(now)));
    }
    revocationLists();
    address(settings.listen());
    room(settings.reserve());
    return findings;
  }

  private Optional<Anchors> anchors(Path file) {
    try {
      var certificates = Certificates.readPem(file);
      certificates.forEach(certificate -> lasting(file, certificate, REPLACE));
      return Optional.of(Anchors.of(certificates));
    } catch (IOException | IllegalArgumentException e) {
      stops(MasaCheck.FILE, reason(e), FROM_BACKUP);
      return Optional.empty();
    }
  }

  /**
   * Vouchers without a nonce; that there can be none keeps no device that is there from its own.
   */
  private void nonceless(Credential voucherSigner) {
    if (!settings.withoutNonce().allowed()) {
      return;
    }
    try {
      var anchors = Holdings.noncelessAnchors(folder);
      var signer =
          Holdings.noncelessSigner(
              folder,
              settings.withoutNonce(),
              voucherSigner,
              anchors,
              paths,
              new Moment.Known(now));
      switch (signer) {
        case Verdict.Refused<Credential>(Refusal refusal) ->
            findings.add(new Finding(false, refusal));
        case Verdict.Accepted<Credential>(Credential credential) -> {
          var generations = folder.noncelessSigner();
          var file = generations.certificates(generations.newest());
          credential
              .chain()
              .forEach(certificate -> lasting(file, certificate, ROTATE + " --nonceless"));
        }
      }
    } catch (IOException e) {
      stops(MasaCheck.FILE, reason(e), FROM_BACKUP);
    }
  }

  /** A list that says nothing keeps no device from its voucher by itself. */
  private void revocationLists() {
    var folder = new ListFolder(this.folder.revocationLists());
    try {
      folder
          .leftAside()
          .ifPresent(
              refusal -> warns(MasaCheck.REVOCATION_LIST, refusal.cause(), refusal.remedy()));
      for (var file : folder.files()) {
        switch (ListFolder.read(file)) {
          case Verdict.Refused<List<RevocationList>>(var refusal) ->
              warns(MasaCheck.REVOCATION_LIST, refusal.cause(), refusal.remedy());
          case Verdict.Accepted<List<RevocationList>>(var lists) ->
              lists.forEach(list -> current(file, list));
        }
      }
      refusesAll(folder);
    } catch (IOException e) {
      warns(MasaCheck.REVOCATION_LIST, reason(e), "Look at the folder");
    }
  }

  /** Without a source of lists, that refuses whoever has a certificate that names one. */
  private void refusesAll(ListFolder folder) throws IOException {
    var status = settings.statusOfRegistrars();
    if (status.otherwise() == WithoutAnswer.REFUSE
        && status.servers().isEmpty()
        && folder.files().isEmpty()) {
      warns(
          MasaCheck.REVOCATION_LIST,
          "registrar-status has without-answer: refuse, but neither hosts nor a list in"
              + " crls/: only registrars that bring a list, or whose certificates name"
              + " none, get anything",
          "List servers under registrar-status.hosts, or put lists into crls/");
    }
  }

  private void current(Path file, RevocationList list) {
    if (list.isCurrent(now) instanceof Verdict.Refused<RevocationList>(Refusal refusal)) {
      warns(
          MasaCheck.REVOCATION_LIST,
          "%s, the list of \"%s\": %s"
              .formatted(file, Certificates.nameText(list.issuer()), refusal.cause()),
          "Put the newest list in its place; no restart is needed");
    }
  }

  private Optional<Credential> signer(Generations generations) {
    try {
      int newest = Math.max(1, generations.newest());
      return credential(generations.certificates(newest), generations.key(newest), ROTATE);
    } catch (IOException e) {
      stops(MasaCheck.FILE, reason(e), FROM_BACKUP);
      return Optional.empty();
    }
  }

  private Optional<Credential> credential(Path certificates, Path key) {
    return credential(certificates, key, REPLACE);
  }

  private Optional<Credential> credential(Path certificates, Path key, String remedy) {
    try {
      var credential = Credential.read(certificates, key);
      credential.chain().forEach(certificate -> lasting(certificates, certificate, remedy));
      return Optional.of(credential);
    } catch (IOException e) {
      stops(MasaCheck.FILE, reason(e), FROM_BACKUP);
      return Optional.empty();
    }
  }

  private static String reason(Exception e) {
    return e instanceof NoSuchFileException missing
        ? missing.getFile() + " does not exist"
        : String.valueOf(e.getMessage());
  }

  private void lasting(Path file, X509Certificate certificate, String remedy) {
    var end = certificate.getNotAfter().toInstant();
    if (end.isBefore(now.plus(SOON))) {
      warns(
          MasaCheck.EXPIRY,
          "%s in %s %s on %s"
              .formatted(
                  SignedArtifact.name(certificate),
                  file,
                  end.isBefore(now) ? "expired" : "expires",
                  end),
          remedy);
    }
  }

  /** A MASA that runs has its address; one at rest must be able to get it. */
  private void address(HostPort listen) {
    if (ControlClient.answers(folder.control())) {
      return;
    }
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(listen.host(), listen.port()));
    } catch (IOException | IllegalArgumentException e) {
      stops(
          MasaCheck.ADDRESS,
          "the MASA does not run, and %s cannot be listened on: %s"
              .formatted(listen, e.getMessage()),
          "End the program that is there, or change listen in brski.yaml");
    }
  }

  private void room(Reserve reserve) {
    var place = Files.exists(folder.data()) ? folder.data() : folder.root();
    try {
      long free = Files.getFileStore(place).getUsableSpace();
      if (free < reserve.octets()) {
        stops(
            MasaCheck.ROOM,
            "%s has %s free, less than the %s (free-space-at-least) that stay free"
                .formatted(place, new Reserve(free), reserve),
            "Free some space; no restart is needed");
      }
    } catch (IOException e) {
      stops(
          MasaCheck.ROOM,
          "the free space of " + place + " cannot be found out: " + e.getMessage(),
          "Look at the disk");
    }
  }

  private void stopsUnless(Verdict<?> verdict) {
    if (verdict instanceof Verdict.Refused<?>(Refusal refusal)) {
      findings.add(new Finding(true, refusal));
    }
  }

  private void warns(Check check, String cause, String remedy) {
    findings.add(new Finding(false, Refusal.of(check, cause, remedy)));
  }

  private void stops(Check check, String cause, String remedy) {
    findings.add(new Finding(true, Refusal.of(check, cause, remedy)));
  }
}
