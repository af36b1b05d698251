package dev.brski.demo.story;

import java.util.Base64;
import java.util.HexFormat;

/** Octets as text. */
record Octets(byte[] content) {

  private static final int ROW = 16;
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

  Octets {
    content = content.clone();
  }

  @Override
  public byte[] content() {
    return content.clone();
  }

  /** Offset, hexadecimal and printable ASCII, 16 a line. */
  String dump() {
    var text = new StringBuilder();
    for (int offset = 0; offset < content.length; offset += ROW) {
      int end = Math.min(offset + ROW, content.length);
      text.append("%05x  %-47s  ".formatted(offset, HEX.formatHex(content, offset, end)));
      for (int i = offset; i < end; i++) {
        text.append(content[i] >= ' ' && content[i] <= '~' ? (char) content[i] : '.');
      }
      text.append('\n');
    }
    return text.toString();
  }

  String base64() {
    return Base64.getMimeEncoder(76, new byte[] {'\n'}).encodeToString(content);
  }
}
