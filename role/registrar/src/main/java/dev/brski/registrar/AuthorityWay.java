package dev.brski.registrar;

import dev.brski.cmp.SignerTrust;
import dev.brski.registrar.access.MasaAccess;
import dev.brski.registrar.enrollment.AnswerTrust;
import dev.brski.registrar.enrollment.Route;
import dev.brski.trust.Anchors;
import dev.brski.trust.Certificates;
import dev.brski.trust.PathValidator;
import dev.brski.trust.Purpose;
import dev.brski.wire.HostPort;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * How the authority is reached and believed, with the files read that the settings name.
 *
 * @param tlsAnchors what its TLS certificate is verified with, if not the domain's CA
 * @param access how this registrar shows itself there
 * @param answers what its answers are verified with, if not the domain's CA
 */
record AuthorityWay(
    HostPort address,
    boolean plain,
    Route route,
    Optional<List<X509Certificate>> tlsAnchors,
    MasaAccess access,
    Optional<Answerers> answers) {

  /** Who answers. */
  sealed interface Answerers {

    /** Whoever is authorised for it under one of these. */
    record Anchored(List<X509Certificate> anchors) implements Answerers {}

    /** The holder of this certificate. */
    record Named(X509Certificate certificate) implements Answerers {}
  }

  static AuthorityWay read(RegistrarSettings settings) throws IOException {
    var rules = settings.upstreamRules();
    return new AuthorityWay(
        settings.authorityAddress(),
        settings.isPlain(),
        Route.of(settings.authority(), rules.appendsLabels()),
        rules.tlsAnchors().isPresent()
            ? Optional.of(Certificates.readPem(rules.tlsAnchors().get()))
            : Optional.empty(),
        rules.access().isPresent() ? rules.access().get().read() : MasaAccess.usual(),
        answerers(rules));
  }

  private static Optional<Answerers> answerers(UpstreamRules rules) throws IOException {
    if (rules.answerAnchors().isPresent()) {
      return Optional.of(new Answerers.Anchored(Certificates.readPem(rules.answerAnchors().get())));
    }
    return rules.answerCertificate().isPresent()
        ? Optional.of(
            new Answerers.Named(Certificates.readPem(rules.answerCertificate().get()).getFirst()))
        : Optional.empty();
  }

  /** Whose answers are believed. */
  AnswerTrust trust(PathValidator paths) {
    return answers
        .<AnswerTrust>map(
            answerers ->
                switch (answerers) {
                  case Answerers.Anchored(var anchors) ->
                      new AnswerTrust.Foreign(
                          SignerTrust.anchored(paths, Anchors.of(anchors), Purpose.CMP_SIGNER),
                          anchors);
                  case Answerers.Named(var certificate) ->
                      new AnswerTrust.Foreign(
                          SignerTrust.holder(paths, certificate, Purpose.CMP_SIGNER),
                          List.of(certificate));
                })
        .orElseGet(AnswerTrust.Pinned::new);
  }
}
