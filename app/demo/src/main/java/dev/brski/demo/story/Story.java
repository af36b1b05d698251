package dev.brski.demo.story;

import dev.brski.demo.Run;
import dev.brski.demo.html.Element;
import dev.brski.demo.html.Node;
import dev.brski.trust.Certificates;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.Description;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The story of a run, as one page: the first device in full, the others in a list. */
public final class Story {

  private final Run run;
  private final Run.Joined device;
  private final List<Told> messages;

  private Story(Run run, List<Told> messages) {
    this.run = run;
    this.device = run.devices().getFirst();
    this.messages = messages;
  }

  /**
   * Tells a run.
   *
   * @param messages of the first device, in their order
   * @param keys by which the signers are told apart
   * @param pledgeHas what lies in the first device's folder of what was sent to it
   * @return the page, HTML in UTF-8
   */
  public static String of(
      Run run, List<StoryMessage> messages, KnownKeys keys, List<byte[]> pledgeHas) {
    var narrator = new Narrator(CryptoSuite.standard(), keys, pledgeHas);
    return new Story(run, narrator.tell(messages)).page();
  }

  private String page() {
    var style = resource("story.css");
    var script = resource("story.js");
    var title = serial() + " joins " + run.domain();
    var head =
        Element.of(
            "head",
            Element.of("meta").with("charset", "utf-8"),
            Element.of("meta")
                .with("http-equiv", "Content-Security-Policy")
                .with(
                    "content",
                    "default-src 'none'; style-src %s; script-src %s; base-uri 'none'; form-action 'none'"
                        .formatted(allowed(style), allowed(script))),
            Element.of("meta")
                .with("name", "viewport")
                .with("content", "width=device-width, initial-scale=1"),
            Element.of("meta").with("name", "color-scheme").with("content", "light dark"),
            Element.of("title", title),
            Element.of("style", style));
    var body =
        Element.of(
            "body",
            Element.of(
                "main",
                header(title),
                card(),
                cast(),
                words(),
                wire(),
                chapters(),
                membership(),
                others(),
                check(),
                footer()),
            Element.of("script", script));
    return "<!doctype html>\n" + Element.of("html", head, body).with("lang", "en").markup() + "\n";
  }

  private Element header(String title) {
    return Element.of(
        "header",
        Element.of("p", "brski-ae · the story of a run").in("kicker"),
        Element.of("h1", title),
        Element.of("p", sentences()).in("lead"));
  }

  private String sentences() {
    var end =
        device.isMember()
            ? "It made a key of its own, asked for a certificate with a request that proves by"
                + " itself who asks, and "
                + Amounts.seconds(Duration.between(began(), ended()))
                + " after its first message it was a member: nobody typed a secret, and nobody"
                + " had to trust a network."
            : "It did not become a member: " + String.join("; ", device.faults()) + ".";
    return "%s left the factory of %s with a birth certificate, and was plugged in at %s, of which it had never heard. "
            .formatted(serial(), run.manufacturer(), run.domain())
        + "Through the registrar there it asked its manufacturer whose it is, and got a voucher that names the certification authority of %s. "
            .formatted(run.domain())
        + end;
  }

  private Element card() {
    var facts = Element.of("dl").in("facts");
    facts = facts.add(fact("device", serial() + ", made by " + run.manufacturer()));
    facts = facts.add(fact("state", device.state()));
    if (device.leaf().isPresent()) {
      var leaf = device.leaf().get();
      facts = facts.add(fact("subject", Names.readable(leaf.getSubjectX500Principal())));
      facts = facts.add(fact("certificate", Certificates.serialNumber(leaf)));
      facts =
          facts.add(
              fact(
                  "valid",
                  Amounts.date(leaf.getNotBefore().toInstant())
                      + " to "
                      + Amounts.date(leaf.getNotAfter().toInstant())));
    }
    for (var proof : device.proofs()) {
      facts = facts.add(fact("verified by", proof));
    }
    for (var fault : device.faults()) {
      facts = facts.add(fact("wrong", fault));
    }
    return Element.of("section", facts).in(device.isMember() ? "card good" : "card bad");
  }

  private static Element cast() {
    var cards = new ArrayList<Node>();
    for (var party : Party.values()) {
      cards.add(
          Element.of(
                  "div",
                  Element.of("h3", party.title()),
                  Element.of("p", party.meaning()).in("role"),
                  Element.of("p", party.task()))
              .in("who " + party.style()));
    }
    return Element.of(
        "section", Element.of("h2", "Who takes part"), Element.of("div", cards).in("cast"));
  }

  private static Element words() {
    var list = Element.of("dl").in("facts");
    list =
        list.add(
            fact(
                "birth certificate",
                "IDevID: put into the device by its manufacturer, for life. It says who made it,"
                    + " not whose it is."));
    list =
        list.add(
            fact(
                "voucher",
                "The manufacturer's signed word on whose a device is. It names, or pins, the new"
                    + " owner's certification authority."));
    list =
        list.add(
            fact(
                "LDevID",
                "The certificate that the new owner gives to the device: what all this is about."));
    list =
        list.add(
            fact(
                "nested message",
                "A message inside another, unchanged: who signs around it agrees to it, and takes"
                    + " nothing from it."));
    return Element.of(
        "section", Element.of("h2", "Four words"), Element.of("div", list).in("paper"));
  }

  private Element wire() {
    if (messages.isEmpty()) {
      return Element.of("section", Element.of("p", "No message of this device was kept."));
    }
    return Element.of(
        "section",
        Element.of("h2", "What went over the wire"),
        Element.of(
                "p",
                Node.text(
                    "From top to bottom, with the time since the first message. Each arrow leads to"
                        + " what is told of it below. "),
                Element.of("span", "✓").in("tick"),
                Node.text(" signatures were verified again for this page."))
            .in("hint"),
        Element.of("div", Diagram.of(messages)).in("scroll"));
  }

  private Element chapters() {
    var told = new ArrayList<Node>();
    told.add(Element.of("h2", "Message by message"));
    told.add(
        Element.of(
                "p",
                Element.of("button", "Open all").with("type", "button").with("data-open", "yes"),
                Element.of("button", "Close all").with("type", "button").with("data-open", "no"))
            .in("buttons")
            .with("hidden", "hidden"));
    messages.forEach(message -> told.add(new Chapter(message, began()).toNode()));
    return Element.of("section", told).in("chapters");
  }

  private Element membership() {
    var certificates = new ArrayList<Node>();
    certificates.add(Element.of("h2", "The certificate"));
    certificates.add(
        Element.of(
                "p",
                "With this the device shows from now on that it belongs to %s; with its birth certificate it showed only who made it."
                    .formatted(run.domain()))
            .in("hint"));
    for (var certificate : device.certificate()) {
      certificates.add(certificate(certificate));
    }
    return device.certificate().isEmpty()
        ? Element.of("section").with("hidden", "hidden")
        : Element.of("section", certificates);
  }

  private static Element certificate(X509Certificate certificate) {
    return Element.of("div", new Tree(Certified.describe(certificate)).toNode()).in("paper");
  }

  private Element others() {
    if (run.devices().size() < 2) {
      return Element.of("section").with("hidden", "hidden");
    }
    var rows = new ArrayList<Node>();
    rows.add(
        Element.of(
            "tr",
            Element.of("th", "device"),
            Element.of("th", "state"),
            Element.of("th", "certificate"),
            Element.of("th", "verified by")));
    for (var other : run.devices()) {
      rows.add(
          Element.of(
                  "tr",
                  Element.of("td", Description.printable(other.serial())),
                  Element.of("td", Description.printable(other.state())),
                  Element.of(
                      "td",
                      Element.of("code", other.leaf().map(Certificates::serialNumber).orElse("-"))),
                  Element.of(
                      "td", String.join(", ", other.isMember() ? other.proofs() : other.faults())))
              .in(other.isMember() ? "good" : "bad"));
    }
    return Element.of(
        "section",
        Element.of("h2", "All " + run.devices().size() + " devices"),
        Element.of("div", Element.of("table", rows)).in("scroll"));
  }

  private Element check() {
    var folder = "devices/" + serial();
    return Element.of(
        "section",
        Element.of("h2", "Check it yourself"),
        Element.of("p", "In the folder that holds this page:").in("hint"),
        Element.of(
                "pre",
                """
                openssl verify -CAfile authority/domain-ca.pem -untrusted %1$s/ldevid.pem %1$s/ldevid.pem
                brski voucher inspect %1$s/voucher.vcj
                brski pledge status --dir %1$s
                brski authority certificates --dir authority
                brski masa log --dir masa --serial %2$s
                """
                    .formatted(folder, serial()))
            .with("tabindex", "0"));
  }

  private Element footer() {
    return Element.of(
        "footer",
        Element.of(
            "p",
            "Made by brski demo on %s. This page is complete: it loads nothing from anywhere."
                .formatted(Amounts.date(run.ended()))));
  }

  private String serial() {
    return Description.printable(device.serial());
  }

  private Instant began() {
    return messages.isEmpty() ? run.began() : messages.getFirst().at();
  }

  private Instant ended() {
    return messages.isEmpty() ? run.ended() : messages.getLast().at();
  }

  private static List<Node> fact(String name, String value) {
    return List.of(Element.of("dt", name), Element.of("dd", Description.printable(value)));
  }

  /** The hash by which a Content-Security-Policy lets exactly this text through. */
  private static String allowed(String text) {
    return "'sha256-"
        + Base64.getEncoder()
            .encodeToString(CryptoSuite.sha256(text.getBytes(StandardCharsets.UTF_8)))
        + "'";
  }

  private static String resource(String name) {
    try (InputStream stream = Story.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException(name + " is missing from this program");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
