package dev.bide.bench.driver;

import java.util.List;
import java.util.Locale;

/**
 * The ratios as a picture: a line for each comparison on a logarithmic scale, from the least to the
 * greatest ratio of the rounds, the median as a dot, the limit as a stroke; beside it the figures.
 */
final class Plot {
  private static final int ROW_X = 16;
  private static final int AGAINST_X = 142;
  private static final int LEFT = 300;
  private static final int WIDTH = 480;
  private static final int FIGURES_X = LEFT + WIDTH + 16;
  private static final int ALL = FIGURES_X + 104;
  private static final int HEAD = 76;
  private static final int LINE = 18;
  private static final int TITLE = 30;
  private static final double LEAST = 0.02;
  private static final double GREATEST = 10;
  private static final double[] TICKS = {0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10};

  private static final String WITHIN = "#1f7a4d";
  private static final String OVER = "#c0392b";
  private static final String SHOWN = "#6b7f95";
  private static final String TEXT = "#222";
  private static final String FAINT = "#667";

  private final StringBuilder s = new StringBuilder();

  private Plot() {}

  static String svg(List<Results.Section> sections) {
    int height = HEAD + 12;
    for (Results.Section section : sections) {
      height += TITLE + LINE * section.rows().size();
    }
    Plot plot = new Plot();
    plot.frame(height);
    int y = HEAD;
    for (Results.Section section : sections) {
      y += TITLE;
      plot.text(ROW_X, y - 8, "start", TEXT, section.title(), " font-weight=\"bold\"");
      String row = "";
      boolean shaded = false;
      for (Compared c : section.rows()) {
        if (!c.row().equals(row)) {
          shaded = !shaded;
        }
        plot.line(c, y, !c.row().equals(row), shaded);
        row = c.row();
        y += LINE;
      }
    }
    return plot.s.append("</svg>\n").toString();
  }

  private void frame(int height) {
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"DejaVu Sans,"
            + " Helvetica, Arial, sans-serif\" font-size=\"11\">",
        ALL, height);
    add("<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>");
    text(
        ROW_X,
        24,
        "start",
        TEXT,
        "Bide's time for an operation, divided by the other's",
        " font-size=\"15\" font-weight=\"bold\"");
    int x = ROW_X;
    x = legend(x, WITHIN, "within its limit");
    x = legend(x, OVER, "over its limit");
    x = legend(x, SHOWN, "only shown");
    add("<path d=\"M%d 37v11\" stroke=\"%s\" stroke-width=\"1.5\"/>", x, TEXT);
    text(x + 8, 46, "start", FAINT, "the limit; the bar is the range of all rounds", "");
    for (double tick : TICKS) {
      add(
          "<path d=\"M%.1f %dV%d\" stroke=\"%s\"/>",
          x(tick), HEAD - 4, height - 12, tick == 1 ? "#99a" : "#e6e8ec");
      String label = tick >= 1 ? String.format(Locale.ROOT, "%.0f", tick) : Double.toString(tick);
      text(x(tick), HEAD - 8, "middle", FAINT, label, "");
    }
    text(FIGURES_X, HEAD - 8, "start", FAINT, "ratio", "");
    text(FIGURES_X + 54, HEAD - 8, "start", FAINT, "limit", "");
  }

  private int legend(int x, String colour, String what) {
    add("<circle cx=\"%d\" cy=\"42\" r=\"4\" fill=\"%s\"/>", x + 4, colour);
    text(x + 13, 46, "start", FAINT, what, "");
    return x + 32 + what.length() * 6;
  }

  private void line(Compared c, int y, boolean first, boolean shaded) {
    if (shaded) {
      add(
          "<rect x=\"8\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#000\" opacity=\"0.03\"/>",
          y, ALL - 16, LINE);
    }
    String colour = !c.isLimited() ? SHOWN : Table.isWithin(c) ? WITHIN : OVER;
    int middle = y + LINE / 2;
    if (first) {
      text(ROW_X, middle + 4, "start", TEXT, c.row(), "");
    }
    text(AGAINST_X, middle + 4, "start", FAINT, c.against(), "");
    add(
        "<path d=\"M%.1f %2$dH%3$.1f\" stroke=\"%4$s\" stroke-width=\"5\" stroke-opacity=\"0.35\""
            + " stroke-linecap=\"round\"/><circle cx=\"%5$.1f\" cy=\"%2$d\" r=\"4\" fill=\"%4$s\"/>",
        x(c.ratio().min()), middle, x(c.ratio().max()), colour, x(c.ratio().median()));
    if (c.isLimited()) {
      add(
          "<path d=\"M%.1f %dv%d\" stroke=\"%s\" stroke-width=\"1.5\"/>",
          x(c.limit()), y + 2, LINE - 4, TEXT);
      text(FIGURES_X + 54, middle + 4, "start", FAINT, two(c.limit()), "");
    }
    text(FIGURES_X, middle + 4, "start", colour, two(c.ratio().median()), "");
  }

  private static String two(double d) {
    return String.format(Locale.ROOT, "%.2f", d);
  }

  private void text(double x, int y, String anchor, String colour, String what, String attributes) {
    add(
        "<text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\" fill=\"%s\"%s>%s</text>",
        x, y, anchor, colour, attributes, what.replace("&", "&amp;").replace("<", "&lt;"));
  }

  @SuppressWarnings("AnnotateFormatMethod") // its annotation is not worth a dependency
  private void add(String format, Object... arguments) {
    s.append(String.format(Locale.ROOT, format, arguments)).append('\n');
  }

  private static double x(double ratio) {
    double clamped = Math.max(LEAST, Math.min(GREATEST, ratio));
    return LEFT + WIDTH * Math.log(clamped / LEAST) / Math.log(GREATEST / LEAST);
  }
}
