package dev.brski.demo.html;

/** A part of a page. */
public sealed interface Node permits Element, Text {

  /** Appends its markup. */
  void appendTo(StringBuilder page);

  /** Text that a reader sees as it is, markup in it too. */
  static Node text(String text) {
    return new Text(text);
  }
}
