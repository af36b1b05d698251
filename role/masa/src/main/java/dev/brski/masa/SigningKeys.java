package dev.brski.masa;

import dev.brski.masa.SigningKey.Kind;
import dev.brski.time.Moment;
import dev.brski.trust.Anchors;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.DurableFile;
import dev.brski.trust.Generations;
import dev.brski.trust.PathValidator;
import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * What signs a MASA's vouchers, generation after generation. New vouchers are signed by the newest,
 * from the next start of the MASA on; vouchers that were issued stay what they are.
 */
public final class SigningKeys {

  private static final String REMEDY = "Name the folder of a MASA that is whole: --dir DIR.";

  private final MasaFolder folder;
  private final InstantSource clock;

  /** The keys in the folder of a MASA, which may run or not. */
  public SigningKeys(Path dir, InstantSource clock) {
    this.folder = new MasaFolder(dir);
    this.clock = clock;
  }

  /** All of them, of each kind the oldest first. */
  public Verdict<List<SigningKey>> list() {
    try {
      var keys = new ArrayList<SigningKey>();
      for (var kind : Kind.values()) {
        int newest = generations(kind).newest();
        for (int generation = 1; generation <= newest; generation++) {
          if (Files.exists(generations(kind).certificates(generation))) {
            keys.add(key(kind, generation, generation == newest));
          }
        }
      }
      return Verdict.accepted(List.copyOf(keys));
    } catch (IOException e) {
      return unusable(e);
    }
  }

  /**
   * Adds one that signs from then on.
   *
   * @param anchors what devices verify vouchers without a nonce with, if the folder does not say
   *     and it is another than what they verify the others with; else empty
   * @return refused unless devices take what it signs, and it signs nothing of the other kind
   */
  public Verdict<SigningKey> add(Kind kind, Credential signer, List<X509Certificate> anchors) {
    try {
      if (!Files.exists(folder.settings())) {
        return Verdict.refused(MasaCheck.FILE, folder.settings() + " does not exist", REMEDY);
      }
      if (isOfOtherKind(kind, signer)) {
        return Verdict.refused(
            MasaCheck.VOUCHER_SIGNER,
            "the same key signs the other kind of vouchers",
            "Make a key that signs nothing else.");
      }
      var brings =
          kind == Kind.NONCELESS && !anchors.isEmpty() && !Files.exists(folder.noncelessAnchor());
      return Holdings.signs(
              signer,
              brings ? Anchors.of(anchors) : anchors(kind),
              PathValidator.standard(CryptoSuite.standard()),
              new Moment.Known(clock.instant()))
          .flatMap(sound -> keep(kind, sound, brings ? anchors : List.of()));
    } catch (IOException e) {
      return unusable(e);
    }
  }

  private Verdict<SigningKey> keep(Kind kind, Credential signer, List<X509Certificate> anchors) {
    try {
      if (!anchors.isEmpty()) {
        DurableFile.write(
            folder.noncelessAnchor(),
            Certificates.toPem(anchors).getBytes(StandardCharsets.US_ASCII),
            false);
      }
      return Verdict.accepted(key(kind, generations(kind).add(signer), true));
    } catch (IOException e) {
      return unusable(e);
    }
  }

  private boolean isOfOtherKind(Kind kind, Credential signer) throws IOException {
    var other = generations(kind == Kind.NONCED ? Kind.NONCELESS : Kind.NONCED);
    for (int generation = other.newest(); generation > 0; generation--) {
      var file = other.certificates(generation);
      if (Files.exists(file)
          && Certificates.readPem(file)
              .getFirst()
              .getPublicKey()
              .equals(signer.leaf().getPublicKey())) {
        return true;
      }
    }
    return false;
  }

  private Anchors anchors(Kind kind) throws IOException {
    return switch (kind) {
      case NONCED -> Anchors.of(Certificates.readPem(folder.voucherAnchor()));
      case NONCELESS -> Holdings.noncelessAnchors(folder);
    };
  }

  private Generations generations(Kind kind) {
    return switch (kind) {
      case NONCED -> folder.voucherSigner();
      case NONCELESS -> folder.noncelessSigner();
    };
  }

  private SigningKey key(Kind kind, int generation, boolean signs) throws IOException {
    var file = generations(kind).certificates(generation);
    return new SigningKey(kind, generation, signs, file, Certificates.readPem(file).getFirst());
  }

  private static <T> Verdict<T> unusable(IOException e) {
    return Verdict.refused(MasaCheck.FILE, String.valueOf(e.getMessage()), REMEDY);
  }
}
