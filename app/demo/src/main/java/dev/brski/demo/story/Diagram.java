package dev.brski.demo.story;

import dev.brski.demo.html.Element;
import dev.brski.demo.html.Node;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The messages as arrows between lifelines, from top to bottom. */
final class Diagram {

  private static final int WIDTH = 960;
  private static final int MARGIN = 100;
  private static final List<Party> PARTIES = List.of(Party.values());
  private static final int BETWEEN = (WIDTH - 2 * MARGIN) / (PARTIES.size() - 1);
  private static final int HEAD = 64;
  private static final int MESSAGE = 86;
  private static final int NOTE_LINE = 18;
  private static final int NOTE_MARGIN = 30;
  private static final int NOTE_CHARACTERS = 104;

  private final List<Told> messages;
  private final List<Node> drawn = new ArrayList<>();
  private int bottom = HEAD + 26;

  private Diagram(List<Told> messages) {
    this.messages = messages;
  }

  /** Draws the messages. */
  static Element of(List<Told> messages) {
    return new Diagram(messages).draw();
  }

  private Element draw() {
    for (var message : messages) {
      message.kind().before().ifPresent(this::note);
      arrow(message);
    }
    int height = bottom + 16;
    var lines = new ArrayList<Node>();
    for (var party : PARTIES) {
      lines.add(lifeline(party, height));
    }
    lines.addAll(drawn);
    return Element.of("svg", lines)
        .in("diagram")
        .with("viewBox", "0 0 " + WIDTH + " " + height)
        .with("role", "img")
        .with("aria-label", "Sequence diagram of the messages; each is told below.");
  }

  private static Element lifeline(Party party, int height) {
    int x = x(party);
    return Element.of(
            "g",
            line(x, HEAD, x, height).in("lifeline"),
            Element.of("rect")
                .with("x", x - 94)
                .with("y", 6)
                .with("width", 188)
                .with("height", HEAD - 8)
                .with("rx", 10),
            label(x, 30, party.title()).in("who"),
            label(x, 49, party.meaning()).in("what"))
        .in("party " + party.style());
  }

  private void note(String text) {
    var lines = wrapped(text);
    int height = lines.size() * NOTE_LINE + 16;
    var note = new ArrayList<Node>();
    note.add(
        Element.of("rect")
            .with("x", 12)
            .with("y", bottom)
            .with("width", WIDTH - 24)
            .with("height", height)
            .with("rx", 8));
    for (int i = 0; i < lines.size(); i++) {
      note.add(label(WIDTH / 2, bottom + 21 + i * NOTE_LINE, lines.get(i)));
    }
    drawn.add(Element.of("g", note).in("note"));
    bottom += height + NOTE_MARGIN;
  }

  private void arrow(Told message) {
    int y = bottom + 14;
    var first = message.stops().get(1);
    int middle = x(message.sender()) + direction(message.sender(), first) * BETWEEN / 2;
    var parts = new ArrayList<Node>();
    parts.add(Element.of("title", message.kind().meaning()));
    parts.add(
        Element.of("rect")
            .with("x", 4)
            .with("y", bottom - 16)
            .with("width", WIDTH - 8)
            .with("height", MESSAGE - 4)
            .with("rx", 10)
            .in("row"));
    for (int i = 1; i < message.stops().size(); i++) {
      parts.addAll(leg(message.stops().get(i - 1), message.stops().get(i), y));
    }
    if (message.stops().size() > 2) {
      parts.add(circle(x(first), y, 5).in("dot"));
      int handed = (x(first) + x(message.receiver())) / 2;
      parts.add(label(handed, y - 9, "handed on").in("aside"));
      if (message.handedOn()) {
        parts.add(label(handed, y + 19, "the same octets, as its folder shows").in("aside"));
      }
    }
    parts.add(label(middle, y - 9, message.kind().plain()).in("name"));
    parts.add(label(middle, y + 19, message.kind().sections()).in("detail"));
    parts.add(label(middle, y + 36, detail(message)).in("detail"));
    parts.add(circle(x(message.sender()), y, 13).in("number"));
    parts.add(label(x(message.sender()), y + 5, Integer.toString(message.number())).in("number"));
    drawn.add(
        Element.of("a", parts)
            .with("href", "#message-" + message.number())
            .in("message " + message.sender().style()));
    bottom += MESSAGE;
  }

  private String detail(Told message) {
    var seal =
        switch (message.seal()) {
          case Seal.None() -> "in verified TLS";
          case Seal.Good(KeyOwner owner, var _) -> "signed: " + owner.title();
          case Seal.Bad _ -> "signature does not hold";
        };
    return seal + " · " + Amounts.since(began(), message.at());
  }

  private Instant began() {
    return messages.getFirst().at();
  }

  /** A line with a head that points at the receiver's lifeline. */
  private static List<Node> leg(Party from, Party to, int y) {
    int direction = direction(from, to);
    int tip = x(to) - 3 * direction;
    int back = tip - 12 * direction;
    return List.of(
        line(x(from), y, back, y).in("arrow"),
        Element.of("polygon")
            .with("points", "%d,%d %d,%d %d,%d".formatted(tip, y, back, y - 6, back, y + 6)));
  }

  private static int direction(Party from, Party to) {
    return x(to) > x(from) ? 1 : -1;
  }

  private static int x(Party party) {
    return MARGIN + PARTIES.indexOf(party) * BETWEEN;
  }

  private static Element line(int x1, int y1, int x2, int y2) {
    return Element.of("line").with("x1", x1).with("y1", y1).with("x2", x2).with("y2", y2);
  }

  private static Element circle(int x, int y, int radius) {
    return Element.of("circle").with("cx", x).with("cy", y).with("r", radius);
  }

  private static Element label(int x, int y, String text) {
    return Element.of("text", text).with("x", x).with("y", y);
  }

  private static List<String> wrapped(String text) {
    var lines = new ArrayList<String>();
    var line = new StringBuilder();
    for (var word : text.split(" ", -1)) {
      if (line.length() + word.length() > NOTE_CHARACTERS) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
